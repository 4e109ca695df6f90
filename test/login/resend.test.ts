import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice, resendToken } from '../support/sign-in.js';

test('Resend token sends another token of the same attempt, and the earlier one stays good', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const first = await askForToken(portal, alice);
  const second = await resendToken(portal, alice);
  expect(second.code).not.toBe(first.code);
  expect(await portal.ctx.db.selectFrom('attempts').select('sends').execute()).toEqual([{ sends: 2 }]);
  expect((await alice.post('/login/token', { token: first.code })).headers.location).toBe('/');
});

test('the same address typed again in a browser with a live attempt is a resend', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const first = await askForToken(portal, alice);
  const secret = alice.cookie('latchkey-attempt');
  portal.passMs(30_000);
  await askForToken(portal, alice);
  expect(alice.cookie('latchkey-attempt')).toBe(secret);
  expect(await portal.ctx.db.selectFrom('attempts').select('sends').execute()).toEqual([{ sends: 2 }]);
  expect((await alice.post('/login/token', { token: first.code })).headers.location).toBe('/');
});

test('another address typed in the same browser starts an attempt of its own', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'dora@acme.example');
  const browser = portal.visitor();
  const alices = await askForToken(portal, browser);
  const doras = await askForToken(portal, browser, 'dora@acme.example');
  expect((await browser.post('/login/token', { token: alices.code })).status).toBe(422);
  expect((await browser.post('/login/token', { token: doras.code })).headers.location).toBe('/');
  expect((await browser.get('/')).text).toContain('dora@acme.example');
});

test('within 30 seconds a resend is refused with how long to wait, in a header and in words', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice);
  portal.passMs(10_000);
  const tooSoon = await alice.post('/login/resend');
  expect(tooSoon.status).toBe(429);
  const seconds = Number(tooSoon.headers['retry-after']);
  expect(seconds).toBeGreaterThan(10);
  expect(seconds).toBeLessThanOrEqual(20);
  expect(tooSoon.text).toContain(`Wait ${seconds} seconds, then ask again`);
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');
});

test('twenty resends in a minute send two mails at most: nobody can flood a mailbox', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const flooder = portal.visitor();
  await askForToken(portal, flooder);
  const refusals: string[] = [];
  for (let resend = 0; resend < 20; resend += 1) {
    portal.passMs(2_900);
    const { status, text } = await flooder.post('/login/resend');
    await portal.ctx.outbox.idle();
    if (status === 429) refusals.push(withoutSeconds(text));
  }
  await portal.ctx.outbox.idle();
  expect(portal.sink.mailsTo(ALICE)).toHaveLength(2);
  expect(refusals).toHaveLength(19);
});

test('a refused resend looks the same every time but for the seconds', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  const pages = await Promise.all([1, 2, 3].map(() => alice.post('/login/resend')));
  const [first, ...others] = pages.map(({ text }) => withoutSeconds(text));
  for (const other of others) expect(other).toBe(first);
});

test('somebody without an attempt who presses Resend is told to start with the address', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const answer = await portal.visitor().post('/login/resend');
  expect(answer.status).toBe(403);
  expect(answer.text).toContain('Start with your email address');
  expect(await portal.ctx.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
});

test('"Use another email address" leaves the attempt', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  expect((await alice.get('/login?another')).status).toBe(200);
  expect((await alice.get('/login/token')).status).toBe(403);
});

function withoutSeconds(text: string): string {
  return text.replace(/Wait \d+ seconds?|data-cooldown="\d+"/g, '');
}
