import { expect, test } from 'vitest';
import {
  choosePassword,
  enterPassword,
  signInByPassword,
  tokenInstead,
  wrongPassword,
} from '../support/directory-login.js';
import { givenAcmeDirectory, givenJo } from '../support/directory-world.js';
import type { ForestUser } from '../support/forest-users.js';
import { formIn, textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { contactSessions, isSignedIn, recorded } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const NAME = { first_name: 'Jo', last_name: 'Smith' };

test('a double click on Sign in makes one session, and both clicks lead there', async () => {
  const { portal, jo } = await givenJo();
  const browser = portal.visitor();
  await choosePassword(browser, jo.mail);
  const clicks = await Promise.all([1, 2].map(() => enterPassword(portal, browser, jo.password)));
  expect(clicks.map(({ headers }) => headers.location).toSorted()).toEqual(['/', '/login/password']);
  expect((await browser.get('/login/password')).headers.location).toBe('/');
  expect(await isSignedIn(browser)).toBe(true);
  expect(await contactSessions(portal)).toHaveLength(1);
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
});

test('a double click by a new person leads to the name, once', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const jo = await acme.addUser();
  const browser = portal.visitor();
  await choosePassword(browser, jo.mail);
  const clicks = await Promise.all([1, 2].map(() => enterPassword(portal, browser, jo.password)));
  expect(clicks.map(({ headers }) => headers.location).toSorted()).toEqual(['/login/name', '/login/password']);
  expect((await browser.get('/login/password')).headers.location).toBe('/login/company');
  expect((await browser.get('/login/company')).headers.location).toBe('/login/name');
  expect((await browser.post('/login/name', NAME)).headers.location).toBe('/');
});

test('two browsers that sign in with one account for the first time at once make one contact and one link', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const jo = await acme.addUser();
  const browsers = [portal.visitor(), portal.visitor()];
  for (const browser of browsers) await choosePassword(browser, jo.mail);
  await Promise.all(browsers.map((browser) => enterPassword(portal, browser, jo.password)));
  const named = await Promise.all(browsers.map((browser) => browser.post('/login/name', NAME)));
  expect(named.map(({ headers }) => headers.location)).toEqual(['/', '/']);
  expect(await portal.ctx.db.selectFrom('contacts').select('address').execute()).toEqual([{ address: jo.mail }]);
  expect(await portal.ctx.db.selectFrom('directory_accounts').select('object_guid').execute()).toHaveLength(1);
});

test('of five accounts that claim one contact at once, one gets it', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  const mail = `${crypto.randomUUID()}@acme.example`;
  const contactId = await portal.given.contact(companyId, mail);
  const claimants: [ForestUser, Visitor][] = [];
  for (let one = 0; one < 5; one += 1) claimants.push([await acme.addUser({ mail }), portal.visitor()]);
  for (const [, browser] of claimants) await choosePassword(browser, 'someone@acme.example');
  const entered = claimants.map(([{ userName, password }, browser]) =>
    enterPassword(portal, browser, password, { user_name: userName }),
  );
  const answers = await Promise.all(entered);
  expect(answers.filter(({ headers }) => headers.location === '/')).toHaveLength(1);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: contactId }]);
});

test('an attempt that has expired asks for the address again, and the password goes nowhere', async () => {
  const { portal, jo } = await givenJo();
  const browser = portal.visitor();
  await choosePassword(browser, jo.mail);
  portal.passMinutes(60);
  const late = await enterPassword(portal, browser, jo.password);
  expect([late.status, textOf(late)]).toEqual([403, expect.stringContaining('This sign-in has ended')]);
  expect((await recorded(portal)).filter((event) => event.startsWith('windows-password'))).toEqual([]);
  expect((await signInByPassword(portal, browser, jo)).headers.location).toBe('/');
});

test('an attempt that was finished elsewhere by Login Now takes no password any more', async () => {
  const { portal, jo } = await givenJo();
  const browser = portal.visitor();
  await choosePassword(browser, jo.mail);
  const { link } = await tokenInstead(portal, browser, jo.mail);
  expect((await portal.visitor().post(link)).headers.location).toBe('/');
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/login/password');
  const over = await browser.get('/login/password');
  expect([over.status, textOf(over)]).toEqual([403, expect.stringContaining('it was finished somewhere else')]);
  expect([await isSignedIn(browser), await contactSessions(portal)]).toEqual([false, [expect.anything()]]);
});

test('a token that was mailed before the right password is worth nothing after it', async () => {
  const { portal, jo } = await givenJo();
  const browser = portal.visitor();
  await choosePassword(browser, jo.mail);
  const { code, link } = await tokenInstead(portal, browser, jo.mail);
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
  expect((await portal.visitor().post(link)).status).toBe(410);
  const stranger = portal.visitor();
  expect((await stranger.post('/login/token', { token: code })).status).toBe(403);
  expect(await contactSessions(portal)).toHaveLength(1);
});

test.each([
  ['on the first page', { shared: 'on' }, { shared: 'on' }],
  ['with the password', {}, { shared: 'on' }],
])(
  'a shared computer, ticked %s, is signed out with the browser and remembers nobody',
  async (_what, first, second) => {
    const { portal, jo } = await givenJo();
    const browser = portal.visitor();
    await choosePassword(browser, jo.mail, first);
    const page = await browser.get('/login/password');
    expect(formIn(page, '/login/password').shared).toBe('shared' in first ? 'on' : undefined);
    const signedIn = await enterPassword(portal, browser, jo.password, second);
    expect(String(signedIn.headers['set-cookie'])).toMatch(/latchkey=s[^;]*; Path=\/; HttpOnly/);
    expect(browser.cookie('latchkey-browser')).toBeUndefined();
    expect(await contactSessions(portal)).toMatchObject([{ shared: 1 }]);
  },
);

test('a wrong password keeps the tick and the user name, and the wanted page is not forgotten', async () => {
  const { portal, jo } = await givenJo();
  const browser = portal.visitor();
  await choosePassword(browser, jo.mail, { return_to: '/?from=mail' });
  const typed = { user_name: `ACME\\${jo.userName}`, shared: 'on' };
  const refused = await enterPassword(portal, browser, wrongPassword(), typed);
  expect(formIn(refused, '/login/password')).toMatchObject({ ...typed, password: '' });
  expect((await enterPassword(portal, browser, jo.password, typed)).headers.location).toBe('/?from=mail');
});
