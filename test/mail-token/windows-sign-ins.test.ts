import { expect, test } from 'vitest';
import { choosePassword, enterPassword, signInByPassword } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { formIn } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { askForToken, contactSessions } from '../support/sign-in.js';
import type { Fields, Visitor } from '../support/visitor.js';

const PAGE = '/admin/mail-token';
const NAME = { first_name: 'Jo', last_name: 'Smith' };

test('saving the settings while Passwordless is off ends no sign-in with a Windows account', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  await portal.given.settings({ enabled: false });
  const [jo, browser] = [await acme.addUser(), portal.visitor()];
  await browser.post('/login', { email: jo.mail });
  await save(portal, { portal_name: 'Other Portal' });
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/login/name');
  await save(portal, { portal_name: 'Third Portal' });
  expect((await browser.post('/login/name', NAME)).headers.location).toBe('/');
});

test('switching Passwordless off ends for good what tokens began, or have proven; what a Windows password has proven goes on', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const jo = await acme.addUser();
  const [asked, proven, windows] = [portal.visitor(), portal.visitor(), portal.visitor()];
  const { code } = await askForToken(portal, asked, 'gus@globex.example');
  await proveByToken(portal, proven, 'gil@globex.example');
  expect((await signInByPassword(portal, windows, jo)).headers.location).toBe('/login/name');

  await save(portal, {}, 'enabled');
  expect((await windows.post('/login/name', NAME)).headers.location).toBe('/');
  await save(portal, { enabled: 'on' });
  expect((await asked.post('/login/token', { token: code })).status).toBe(403);
  expect((await proven.post('/login/name', NAME)).status).toBe(403);
  expect(await contactSessions(portal)).toHaveLength(1);
});

test('whoever is at the password page when Passwordless is switched off begins again, and signs in', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const [jo, browser] = [await acme.addUser(), portal.visitor()];
  await choosePassword(browser, jo.mail);
  await save(portal, {}, 'enabled');
  expect((await enterPassword(portal, browser, jo.password)).status).toBe(403);
  expect((await browser.post('/login', { email: jo.mail })).headers.location).toBe('/login/password');
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/login/name');
});

async function proveByToken(portal: Portal, visitor: Visitor, address: string): Promise<void> {
  const { code } = await askForToken(portal, visitor, address);
  expect((await visitor.post('/login/token', { token: code })).headers.location).toBe('/login/name');
}

/** Presses Save with the page's own values and what is typed over them; `without` is a tick that is taken away. */
async function save({ administrator }: Portal, typed: Fields, without = ''): Promise<void> {
  const { [without]: _ticked, ...fields } = formIn(await administrator.get(PAGE), PAGE);
  expect((await administrator.post(PAGE, { ...fields, ...typed })).status).toBe(303);
}
