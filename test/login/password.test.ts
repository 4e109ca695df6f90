import { expect, test } from 'vitest';
import { enterPassword, signInByName, signInByPassword, storyOf } from '../support/directory-login.js';
import { givenJo, SERVICES } from '../support/directory-world.js';
import type { Portal } from '../support/portal.js';
import { contactSessions, isSignedIn } from '../support/sign-in.js';

test.each(SERVICES)(
  'a contact signs in with the Windows password and is linked to the account, %s',
  async (_what, directory) => {
    const { portal, companyId, jo, contactId } = await givenJo(directory);
    const browser = portal.visitor();
    const signedIn = await signInByPassword(portal, browser, jo);
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/']);
    expect(await isSignedIn(browser)).toBe(true);
    expect(await contactSessions(portal)).toMatchObject([{ contact_id: contactId, shared: 0 }]);
    expect(await linksOf(portal)).toMatchObject([{ contact_id: contactId, object_guid: jo.objectGuid }]);
    expect(portal.sink.mails).toEqual([]);
    expect(await storyOf(portal, companyId)).toEqual(
      expect.arrayContaining([
        `The Windows password was right: ${jo.mail} in ACME forest`,
        `The contact was linked to a Windows account: ${jo.userName} in ACME forest`,
        `Signed in: Windows account ${jo.userName} in ACME forest; contact at Acme Ltd`,
      ]),
    );
  },
);

test.each(SERVICES)(
  'a linked account is its contact, whatever becomes of its names and its mail, %s',
  async (_what, directory) => {
    const { portal, acme, companyId, jo, contactId } = await givenJo(directory);
    await signInByPassword(portal, portal.visitor(), jo);

    await acme.change(jo, { mail: 'ceo@globex.example' });
    await acme.rename(jo, `Jones, Jo ${jo.userName}`);
    const again = portal.visitor();
    expect((await signInByName(portal, again, jo)).headers.location).toBe('/');
    expect((await again.get('/')).text).toContain(jo.mail);
    expect((await contactSessions(portal)).map((session) => session.contact_id)).toEqual([contactId, contactId]);
    expect(await storyOf(portal, companyId)).toContain(
      `Signed in: Windows account ${jo.userName} in ACME forest; linked contact at Acme Ltd`,
    );
  },
);

test('an account that was removed and made anew is another one: it is not linked', async () => {
  const { portal, acme, jo, contactId } = await givenJo();
  await signInByPassword(portal, portal.visitor(), jo);
  await acme.remove(jo);

  const successor = await acme.addUser({ mail: jo.mail });
  const taken = await signInByPassword(portal, portal.visitor(), successor);
  expect(taken.headers.location).toBe('/login/address');
  expect(await linksOf(portal)).toMatchObject([{ contact_id: contactId, object_guid: jo.objectGuid }]);
});

test('whose account it is decides, and not whose address was typed before', async () => {
  const { portal, acme, companyId, jo } = await givenJo();
  const kim = await acme.addUser({ name: 'kim' });
  const kimsContact = await portal.given.contact(companyId, kim.mail);
  const browser = portal.visitor();
  const kims = { mail: jo.mail, password: kim.password };
  expect((await signInByPassword(portal, browser, kims, { user_name: kim.userName })).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: kimsContact }]);
  expect(await linksOf(portal)).toMatchObject([{ contact_id: kimsContact, object_guid: kim.objectGuid }]);
});

test('a session by Windows password is like any other: the browser is known, and it ends with the contact', async () => {
  const { portal, jo } = await givenJo();
  const browser = portal.visitor();
  await browser.get('/login');
  await signInByPassword(portal, browser, jo);
  expect([browser.cookie('latchkey-attempt'), browser.cookie('latchkey-browser')]).toEqual([
    undefined,
    expect.any(String),
  ]);
  await portal.ctx.db.updateTable('contacts').set({ active: 0 }).execute();
  expect(await isSignedIn(browser)).toBe(false);
});

test('the attempt’s secret that stood in the cookie before the password is worth nothing after it', async () => {
  const { portal, jo } = await givenJo();
  const [browser, thief] = [portal.visitor(), portal.visitor()];
  await browser.post('/login', { email: jo.mail });
  thief.setCookie('latchkey-attempt', browser.cookie('latchkey-attempt') ?? '');
  await enterPassword(portal, browser, jo.password);
  for (const path of ['/login/password', '/login/name', '/login/company', '/login/token']) {
    expect((await thief.get(path)).status, path).toBe(403);
  }
  expect(await isSignedIn(thief)).toBe(false);
});

function linksOf(portal: Portal) {
  return portal.ctx.db.selectFrom('directory_accounts').selectAll().execute();
}
