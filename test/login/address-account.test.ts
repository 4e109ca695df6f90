import { expect, test } from 'vitest';
import { proveAddress, signInByName } from '../support/directory-login.js';
import { givenJoWithoutMail } from '../support/directory-world.js';
import { isSignedIn, resendToken } from '../support/sign-in.js';

/** A provider that no company owns. */
const HOME = 'jo@mailbox.example';
const NAME = { first_name: 'Jo', last_name: 'Smith' };

test('the account stays on the attempt over a resend', async () => {
  const { portal, jo, browser } = await givenJoWithoutMail();
  await proveAddress(portal, browser, HOME);
  const { code } = await resendToken(portal, browser, HOME);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/login/name');
  await browser.post('/login/name', NAME);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/');
});

test('the same address named twice is a resend, and another one takes the account along', async () => {
  const { portal, jo, browser } = await givenJoWithoutMail();
  await proveAddress(portal, browser, 'typo@mailbox.example');
  await proveAddress(portal, browser, HOME);
  portal.passMs(30_000);
  const { code } = await proveAddress(portal, browser, HOME);
  await browser.post('/login/token', { token: code });
  await browser.post('/login/name', NAME);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/');
  const attempts = await portal.ctx.db
    .selectFrom('attempts')
    .select(['address', 'sends'])
    .where('sends', '>', 0)
    .execute();
  expect(attempts.toSorted((one, other) => one.sends - other.sends)).toEqual([
    { address: 'typo@mailbox.example', sends: 1 },
    { address: HOME, sends: 2 },
  ]);
});

test('Login Now in the browser that asked brings the account along', async () => {
  const { portal, jo, browser } = await givenJoWithoutMail();
  const { link } = await proveAddress(portal, browser, HOME);
  expect((await browser.get(link)).headers.location).toBe('/login/name');
  await browser.post('/login/name', NAME);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/');
});

test('Login Now in another browser leads to the company of the account, and links nobody: it may be another person', async () => {
  const { portal, companyId, jo, browser } = await givenJoWithoutMail();
  const { link } = await proveAddress(portal, browser, HOME);
  const other = portal.visitor();
  expect((await other.post(link)).headers.location).toBe('/login/name');
  expect((await other.post('/login/name', NAME)).headers.location).toBe('/');
  expect([await isSignedIn(other), await isSignedIn(browser)]).toEqual([true, false]);
  const contacts = portal.ctx.db.selectFrom('contacts').select(['company_id', 'address']);
  expect(await contacts.execute()).toEqual([{ company_id: companyId, address: HOME }]);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/login/address');
});

test('Login Now in another browser takes nobody away from the company of their own domain', async () => {
  const { portal, browser } = await givenJoWithoutMail();
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const { link } = await proveAddress(portal, browser, 'victim@globex.example');
  const victim = portal.visitor();
  await victim.post(link);
  await victim.post('/login/name', NAME);
  const contacts = portal.ctx.db.selectFrom('contacts').select('company_id');
  expect(await contacts.execute()).toEqual([{ company_id: globex }]);
});

test('another address typed into the dialog leaves the account behind', async () => {
  const { portal, companyId, jo, browser } = await givenJoWithoutMail();
  await portal.given.contact(companyId, HOME);
  await browser.post('/login', { email: HOME });
  const { code } = await portal.tokenMailed(HOME);
  await browser.post('/login/token', { token: code });
  expect(await isSignedIn(browser)).toBe(true);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/login/address');
});
