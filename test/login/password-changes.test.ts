import { expect, test } from 'vitest';
import { choosePassword, enterPassword, signInByPassword, storyOf } from '../support/directory-login.js';
import { givenAcmeDirectory, givenJo } from '../support/directory-world.js';
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

function switchOff({ ctx }: Portal, table: 'directories' | 'companies' | 'contacts') {
  return ctx.db.updateTable(table).set({ active: 0 }).execute();
}
