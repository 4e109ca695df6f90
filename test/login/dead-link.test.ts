import { expect, test } from 'vitest';
import { ADMINISTRATOR, startPortal } from '../support/portal.js';
import { ALICE, askForToken, contactSessions, givenAlice, isSignedIn, resendToken } from '../support/sign-in.js';

test('an expired link says so and sends a new token into the browser that asks for it', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const { link } = await askForToken(portal, portal.visitor());
  portal.passMinutes(11);
  const other = portal.visitor();
  const dead = await other.get(link);
  expect(dead.status).toBe(410);
  expect(dead.text).toContain('This link has expired');
  expect(dead.text).toContain('Send a new token');
  expect(dead.text).not.toContain(ALICE);

  const sent = await other.post(`${link}/resend`);
  expect([sent.status, sent.headers.location]).toEqual([303, '/login/token']);
  const { code } = await portal.tokenMailed(ALICE, 2);
  expect((await other.post('/login/token', { token: code })).headers.location).toBe('/');
});

test('a used link says so and offers a new token', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  await alice.get(link);
  const stranger = portal.visitor();
  for (const answer of [await stranger.get(link), await stranger.post(link)]) {
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('This link has been used');
    expect(answer.text).toContain('Send a new token');
  }
  expect(await isSignedIn(stranger)).toBe(false);
});

test('a second click by the person whom the link has signed in goes on to the portal', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  await alice.get(link);
  const again = await alice.get(link);
  expect([again.status, again.headers.location]).toEqual([303, '/']);
  expect(await contactSessions(portal)).toHaveLength(1);
});

test('a replaced link says so and offers a new token', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  for (let resend = 0; resend < 3; resend += 1) await resendToken(portal, alice);
  for (const answer of [await alice.get(link), await portal.visitor().post(link)]) {
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('This link has been replaced');
    expect(answer.text).toContain('Send a new token');
  }
});

test.each<[what: string, (link: string) => string]>([
  ['cut in two', (link) => link.slice(0, 40)],
  ['with one letter of its secret changed', (link) => link.replace(/.(?=.{20}$)/, (one) => (one === 'A' ? 'B' : 'A'))],
  ['of another send', (link) => link.replace(/\.1\./, '.2.')],
  ['of another attempt', (link) => link.replace(/now\/.{16}/, `now/${'A'.repeat(16)}`)],
  ['with a blank in it', (link) => `${link.slice(0, 40)}%20${link.slice(40)}`],
  ['with broken percent signs', () => '/login/now/%E0%A4%A'],
])('a link %s is damaged: it says so, offers a new token and signs nobody in', async (_what, damage) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  const damaged = damage(link);
  expect(damaged).not.toBe(link);
  for (const answer of [await alice.get(damaged), await alice.post(damaged)]) {
    expect([404, 400]).toContain(answer.status);
    expect(answer.headers['set-cookie']).toBeUndefined();
    if (answer.status === 404) expect(answer.text).toContain('Send a new token');
  }
  expect((await alice.post(`${damaged}/resend`)).status).toBeGreaterThanOrEqual(400);
  expect(portal.sink.mails).toHaveLength(1);
  expect(await contactSessions(portal)).toEqual([]);
});

test("a contact's link does not open the console's door, nor the console's link the contacts'", async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, ADMINISTRATOR.address);
  const browser = portal.visitor();
  const contacts = await askForToken(portal, browser, ADMINISTRATOR.address);
  await browser.post('/admin/login', { email: ADMINISTRATOR.address });
  const consoles = await portal.tokenMailed(ADMINISTRATOR.address, 2);
  for (const link of [`/admin${contacts.link}`, consoles.link.replace('/admin', '')]) {
    expect((await browser.get(link)).status).toBe(404);
    expect((await browser.post(link)).status).toBe(404);
  }
  const sessions = await portal.ctx.db.selectFrom('sessions').select('id_hash').execute();
  expect(sessions).toHaveLength(1);
});

test('a dead link sends no more mails than the dialog would: one in 30 seconds', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const { link } = await askForToken(portal, portal.visitor());
  portal.passMinutes(11);
  const flooder = portal.visitor();
  await flooder.post(`${link}/resend`);
  const second = await flooder.post(`${link}/resend`);
  expect(second.status).toBe(429);
  expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
});
