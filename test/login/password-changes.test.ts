import { expect, test } from 'vitest';
import {
  choosePassword,
  enterPassword,
  proveAddress,
  signInByName,
  signInByPassword,
  storyOf,
} from '../support/directory-login.js';
import { givenAcmeDirectory, givenDirectory, givenJo } from '../support/directory-world.js';
import { textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { contactSessions } from '../support/sign-in.js';

const NAME = { first_name: 'Jo', last_name: 'Smith' };

test.each<[what: string, change: (portal: Portal) => Promise<unknown>]>([
  ['the directory was switched off', (portal) => switchOff(portal, 'directories')],
  ['the company was switched off', (portal) => switchOff(portal, 'companies')],
  ['the domain SID was taken from the company', ({ ctx }) => ctx.db.deleteFrom('company_sids').execute()],
  ['the directory was removed', ({ ctx }) => ctx.db.deleteFrom('directories').execute()],
])('between password and name %s: nobody is created, and the dialog says to start again', async (_what, change) => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const browser = portal.visitor();
  await signInByPassword(portal, browser, await acme.addUser());
  await change(portal);
  expect((await browser.get('/login/name')).status).toBe(403);
  const named = await browser.post('/login/name', NAME);
  expect([named.status, textOf(named)]).toEqual([403, expect.stringContaining('Start')]);
  expect(await portal.ctx.db.selectFrom('contacts').selectAll().execute()).toEqual([]);
  expect(await contactSessions(portal)).toEqual([]);
});

test.each([false, true])('a contact that was switched off is told so, linked or not (linked: %s)', async (linked) => {
  const { portal, companyId, jo } = await givenJo();
  if (linked) await signInByPassword(portal, portal.visitor(), jo);
  await switchOff(portal, 'contacts');
  const refused = await signInByPassword(portal, portal.visitor(), jo);
  expect([refused.status, textOf(refused)]).toEqual([403, expect.stringContaining('Your account is not active')]);
  expect(await contactSessions(portal)).toHaveLength(linked ? 1 : 0);
  expect(await storyOf(portal, companyId)).toContain(
    `Proved the address, but may not sign in: Windows account ${jo.userName} in ACME forest; ${linked ? 'linked contact' : 'contact'} at Acme Ltd; contact is inactive`,
  );
});

test('a company that was switched off after the password page was opened lets nobody in', async () => {
  const { portal, jo } = await givenJo();
  const browser = portal.visitor();
  await choosePassword(browser, jo.mail);
  await switchOff(portal, 'companies');
  expect((await enterPassword(portal, browser, jo.password)).status).toBe(403);
  expect(await contactSessions(portal)).toEqual([]);
});

test('with Passwordless off the password still signs in, and a new person may still give a name', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  await portal.given.settings({ enabled: false });
  const [jo, kim] = [await acme.addUser(), await acme.addUser({ name: 'kim', mail: '' })];
  const browser = portal.visitor();
  await browser.post('/login', { email: jo.mail });
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/login/name');
  expect((await browser.post('/login/name', NAME)).headers.location).toBe('/');

  const kims = portal.visitor();
  await kims.post('/login', { email: 'kim@acme.example' });
  const refused = await enterPassword(portal, kims, kim.password, { user_name: kim.userName });
  expect([refused.status, textOf(refused)]).toEqual([
    403,
    expect.stringContaining('We do not know your email address'),
  ]);
  expect((await kims.get('/login/address')).headers.location).toBe('/login');
  expect(await contactSessions(portal)).toHaveLength(1);
  expect((await storyOf(portal, companyId)).filter((event) => event.includes(kim.userName))).not.toEqual([]);
});

test('a branch that is sold keeps its contacts to itself: the account of its former domain is asked for an address', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  const branch = await portal.given.company({ name: 'Branch', sids: [acme.domainSid] });
  const atBranch = await portal.given.contact(branch, 'jo@home.example');
  const atAcme = await portal.given.contact(companyId, 'jo@mailbox.example');
  const jo = await acme.addUser({ mail: '' });
  await linkTo('jo@home.example');
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/');

  await portal.ctx.db.deleteFrom('company_sids').where('company_id', '=', branch).execute();
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/login/address');
  await linkTo('jo@mailbox.example');
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/');
  const contacts = (await contactSessions(portal)).map((session) => session.contact_id);
  expect(contacts.toSorted()).toEqual([atBranch, atBranch, atAcme, atAcme].toSorted());

  async function linkTo(address: string): Promise<void> {
    const browser = portal.visitor();
    await signInByName(portal, browser, jo);
    const { code } = await proveAddress(portal, browser, address);
    expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
  }
});

test('a directory that is entered anew in place of one that was switched off signs in as before, and links anew', async () => {
  const { portal, acme, companyId, directoryId, jo, contactId } = await givenJo();
  await signInByPassword(portal, portal.visitor(), jo);
  await switchOff(portal, 'directories');
  const anew = await givenDirectory(portal, companyId, acme, { name: 'New forest' });
  await portal.given.settings({ enabled: false });
  for (const links of [[anew], [anew]]) {
    const browser = portal.visitor();
    await browser.post('/login', { email: jo.mail });
    expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
    const linked = await portal.ctx.db.selectFrom('directory_accounts').selectAll().execute();
    expect(linked).toMatchObject(links.map((directory_id) => ({ directory_id, contact_id: contactId })));
  }
  expect(directoryId).not.toBe(anew);
  expect(await storyOf(portal, companyId)).toContain(
    `The contact was linked to a Windows account: ${jo.userName} in New forest, before ${jo.userName}`,
  );
});

function switchOff({ ctx }: Portal, table: 'directories' | 'companies' | 'contacts') {
  return ctx.db.updateTable(table).set({ active: 0 }).execute();
}
