import { expect, test } from 'vitest';
import { proveAddress, signInByName, signInByPassword, storyOf } from '../support/directory-login.js';
import { type AcmeDirectory, givenAcmeDirectory, givenJo } from '../support/directory-world.js';
import { type Portal, startPortal } from '../support/portal.js';
import { contactSessions, isSignedIn } from '../support/sign-in.js';

/** At a provider that no company owns; each test has a mailbox of its own there. */
const mailbox = () => `${crypto.randomUUID()}@mailbox.example`;

test('the mail of a contact of the company counts, whatever its domain', async () => {
  const { portal, acme, companyId } = await givenAcme();
  const jo = await acme.addUser({ mail: mailbox() });
  const contactId = await portal.given.contact(companyId, jo.mail);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: contactId }]);
  expect(await portal.ctx.db.selectFrom('directory_accounts').select('contact_id').execute()).toEqual([
    { contact_id: contactId },
  ]);
});

test('a directory that claims such an address opens no other company that knows it, then or later', async () => {
  const { portal, acme, companyId } = await givenAcme();
  const globex = await portal.given.company({ name: 'Globex' });
  const jo = await acme.addUser({ mail: mailbox() });
  const atAcme = await portal.given.contact(companyId, jo.mail);
  const atGlobex = await portal.given.contact(globex, jo.mail);
  const browser = portal.visitor();
  expect((await signInByName(portal, browser, jo)).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atAcme }]);

  expect((await browser.get('/')).text).not.toContain('Another company');
  await browser.post('/login/company', { contact: atGlobex });
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atAcme }]);
});

test('what a directory claims in the company’s own domain counts for every company that knows the address', async () => {
  const { portal, acme, companyId } = await givenAcme();
  const globex = await portal.given.company({ name: 'Globex' });
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  const atGlobex = await portal.given.contact(globex, jo.mail);
  const browser = portal.visitor();
  expect((await signInByName(portal, browser, jo)).headers.location).toBe('/login/company');
  expect((await browser.post('/login/company', { contact: atGlobex })).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atGlobex }]);
  expect(await linkedUsers(portal)).toEqual([]);
});

test.each([
  ['no mail', '', 'it has no mail address'],
  ['a mail that is no address', 'jo at acme', 'it has no mail address'],
  ['a stranger’s mail', 'ceo@initech.example', 'its mail ceo@initech.example has to be proven by email token'],
  ['another company’s mail', 'ceo@globex.example', 'its mail ceo@globex.example has to be proven by email token'],
])('with %s the person is asked for an address, and is nobody until it is proven', async (_what, mail, why) => {
  const { portal, acme, companyId } = await givenAcme();
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  await portal.given.contact(globex, 'ceo@globex.example');
  const jo = await acme.addUser({ mail });
  const browser = portal.visitor();
  expect((await signInByName(portal, browser, jo)).headers.location).toBe('/login/address');
  expect((await browser.get('/login/address')).text).toContain(jo.userName);
  for (const path of ['/login/name', '/login/company', '/login/token']) await browser.get(path);
  expect([await isSignedIn(browser), await contactSessions(portal)]).toEqual([false, []]);
  expect(portal.sink.mails).toEqual([]);
  expect(await storyOf(portal, companyId)).toContain(
    `The Windows password was right: ${jo.userName} in ACME forest; ${why}`,
  );
});

test('another company’s contact is not believed even where Acme has a contact with that address, too', async () => {
  const { portal, acme, companyId } = await givenAcme();
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const jo = await acme.addUser({ mail: `${crypto.randomUUID()}@globex.example` });
  for (const id of [companyId, globex]) await portal.given.contact(id, jo.mail);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/login/address');
});

test('a second account that claims a contact’s mail needs the mailbox, and without it gets nowhere', async () => {
  const { portal, acme, companyId, jo, contactId } = await givenLinkedJo();
  const thief = await acme.addUser({ name: 'thief', mail: jo.mail });
  const browser = portal.visitor();
  expect((await signInByName(portal, browser, thief)).headers.location).toBe('/login/address');
  await proveAddress(portal, browser, jo.mail);
  expect((await browser.post('/login/token', { token: '0000-0000' })).status).toBe(422);
  for (const path of ['/login/name', '/login/company', '/']) await browser.get(path);
  expect(await contactSessions(portal)).toHaveLength(1);
  expect(await linkedUsers(portal)).toEqual([{ contact_id: contactId, user_name: jo.userName }]);
  expect((await storyOf(portal, companyId)).filter((event) => event.includes('thief'))).toEqual([
    `The Windows password was right: ${thief.userName} in ACME forest; its mail ${jo.mail} has to be proven by email token`,
  ]);
});

test('with the mailbox the contact changes over to the new account, and the old one is asked for its address', async () => {
  const { portal, acme, companyId, jo, contactId } = await givenLinkedJo();
  const successor = await acme.addUser({ mail: jo.mail });
  const browser = portal.visitor();
  await signInByName(portal, browser, successor);
  const { code } = await proveAddress(portal, browser, jo.mail);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
  expect(await linkedUsers(portal)).toEqual([{ contact_id: contactId, user_name: successor.userName }]);
  expect(await storyOf(portal, companyId)).toContain(
    `The contact was linked to a Windows account: ${successor.userName} in ACME forest, before ${jo.userName}`,
  );
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/login/address');
});

test('whoever makes somebody press Login Now does not get into that contact with an account of their own', async () => {
  const { portal, acme, jo, contactId } = await givenLinkedJo();
  const mallory = await acme.addUser({ name: 'mallory', mail: '' });
  const browser = portal.visitor();
  await signInByName(portal, browser, mallory);
  const { link } = await proveAddress(portal, browser, jo.mail);
  expect((await portal.visitor().post(link)).headers.location).toBe('/');

  expect((await signInByName(portal, portal.visitor(), mallory)).headers.location).toBe('/login/address');
  expect(await linkedUsers(portal)).toEqual([{ contact_id: contactId, user_name: jo.userName }]);
});

async function givenAcme(): Promise<{ portal: Portal } & AcmeDirectory> {
  const portal = await startPortal();
  return { portal, ...(await givenAcmeDirectory(portal)) };
}

/** Jo's account is linked to Jo's contact; half a minute has passed. */
async function givenLinkedJo() {
  const world = await givenJo();
  await signInByPassword(world.portal, world.portal.visitor(), world.jo);
  world.portal.passMs(30_000);
  return world;
}

function linkedUsers(portal: Portal) {
  return portal.ctx.db.selectFrom('directory_accounts').select(['contact_id', 'user_name']).execute();
}
