import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { askForToken, contactSessions, givenAlice, resendToken, stopClockAt } from '../support/sign-in.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test.each([
  ['9:59', 10 * MINUTE - SECOND],
  ['the last millisecond', 10 * MINUTE - 1],
])('a token is good at %s, pasted or clicked', async (_when, age) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const pasted = await askForToken(portal, alice);
  const askedAt = await newestTokenAt(portal);
  const { clock } = portal.ctx;
  stopClockAt(portal, askedAt + age);
  expect((await alice.post('/login/token', { token: pasted.code })).headers.location).toBe('/');

  portal.ctx.clock = clock;
  portal.passMinutes(1);
  const clicked = await askForToken(portal, portal.visitor());
  stopClockAt(portal, (await newestTokenAt(portal)) + age);
  const another = portal.visitor();
  expect((await another.get(clicked.link)).text).toContain('Login Now');
  expect((await another.post(clicked.link)).headers.location).toBe('/');
});

test.each([
  ['10:00', 10 * MINUTE],
  ['10:01', 10 * MINUTE + SECOND],
])('a token is dead at %s, pasted or clicked', async (_when, age) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code, link } = await askForToken(portal, alice);
  stopClockAt(portal, (await newestTokenAt(portal)) + age);

  const pasted = await alice.post('/login/token', { token: code });
  expect(pasted.status).toBe(422);
  expect(pasted.text).toContain('That token has expired');
  for (const browser of [alice, portal.visitor()]) {
    for (const answer of [await browser.get(link), await browser.post(link)]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain('This link has expired');
    }
  }
  expect(await contactSessions(portal)).toEqual([]);
});

test('of one attempt the newest three tokens are good at once, because mail overtakes mail', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const first = await askForToken(portal, alice);
  const second = await resendToken(portal, alice);
  await resendToken(portal, alice);
  await resendToken(portal, alice);

  expect((await alice.post('/login/token', { token: first.code })).status).toBe(422);
  const replaced = await portal.visitor().get(first.link);
  expect(replaced.status).toBe(410);
  expect(replaced.text).toContain('This link has been replaced');
  expect((await alice.post('/login/token', { token: second.code })).headers.location).toBe('/');
});

test('an earlier token keeps its own ten minutes, and a later one does not prolong them', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const first = await askForToken(portal, alice);
  portal.passMinutes(9);
  const second = await resendToken(portal, alice);
  portal.passMinutes(1);
  expect((await alice.post('/login/token', { token: first.code })).text).toContain('That token has expired');
  portal.passMinutes(8);
  expect((await alice.post('/login/token', { token: second.code })).headers.location).toBe('/');
});

test('redeeming one token ends every other one of the attempt', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const first = await askForToken(portal, alice);
  const second = await resendToken(portal, alice);
  await alice.post('/login/token', { token: first.code });
  const used = await portal.visitor().post(second.link);
  expect(used.status).toBe(410);
  expect(used.text).toContain('This link has been used');
  expect(await contactSessions(portal)).toHaveLength(1);
});

test('an attempt can be continued for an hour after its last send, and no longer', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  portal.passMinutes(59);
  await resendToken(portal, alice);
  portal.passMinutes(59);
  expect((await alice.get('/login/token')).status).toBe(200);
  portal.passMinutes(2);
  const over = await alice.post('/login/resend');
  expect(over.status).toBe(403);
  expect(over.text).toContain('This sign-in has ended');
  expect(portal.sink.mails).toHaveLength(2);
});

async function newestTokenAt(portal: Portal): Promise<number> {
  const tokens = portal.ctx.db.selectFrom('mail_tokens').select('created_at').orderBy('created_at', 'desc');
  return (await tokens.executeTakeFirstOrThrow()).created_at;
}
