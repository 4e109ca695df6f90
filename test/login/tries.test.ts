import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import {
  ALICE,
  askForToken,
  contactSessions,
  givenAlice,
  recorded,
  resendToken,
  WRONG_CODE,
} from '../support/sign-in.js';

test('after five wrong tokens the attempt is over, and the right one does not help the guesser', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const guesser = portal.visitor();
  const { code, link } = await askForToken(portal, guesser);
  for (const left of ['4 times', '3 times', '2 times', 'once']) {
    const tried = await guesser.post('/login/token', { token: WRONG_CODE });
    expect(tried.status).toBe(422);
    expect(tried.text).toContain(`You can try ${left} more`);
  }
  const fifth = await guesser.post('/login/token', { token: WRONG_CODE });
  expect(fifth.status).toBe(403);
  expect(fifth.text).toContain('Too many tries');
  expect((await guesser.post('/login/token', { token: code })).status).toBe(403);
  expect((await guesser.get(link)).status).toBe(410);
  expect((await portal.visitor().post(link)).status).toBe(410);
  expect(await contactSessions(portal)).toEqual([]);
});

test('the right token at the fifth try signs in', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice);
  for (let tried = 0; tried < 4; tried += 1) await alice.post('/login/token', { token: WRONG_CODE });
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');
});

test('a resend gives no try back', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const guesser = portal.visitor();
  await askForToken(portal, guesser);
  for (let tried = 0; tried < 3; tried += 1) await guesser.post('/login/token', { token: WRONG_CODE });
  await resendToken(portal, guesser);
  expect((await guesser.post('/login/token', { token: WRONG_CODE })).text).toContain('You can try once more');
  const { code } = await resendToken(portal, guesser);
  expect((await guesser.post('/login/token', { token: WRONG_CODE })).status).toBe(403);
  expect((await guesser.post('/login/token', { token: code })).status).toBe(403);
});

test('typing the same address again continues the attempt and its tries', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const guesser = portal.visitor();
  await askForToken(portal, guesser);
  for (let tried = 0; tried < 4; tried += 1) await guesser.post('/login/token', { token: WRONG_CODE });
  portal.passMs(30_000);
  await askForToken(portal, guesser);
  expect((await guesser.post('/login/token', { token: WRONG_CODE })).status).toBe(403);
});

test("a stranger's wrong tokens never touch mine, and a new attempt begins with five", async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const [alice, stranger] = [portal.visitor(), portal.visitor()];
  const { code } = await askForToken(portal, alice);
  portal.passMs(30_000);
  await askForToken(portal, stranger);
  for (let tried = 0; tried < 6; tried += 1) await stranger.post('/login/token', { token: WRONG_CODE });
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');

  portal.passMs(30_000);
  const again = await askForToken(portal, stranger);
  expect((await stranger.post('/login/token', { token: WRONG_CODE })).text).toContain('You can try 4 times more');
  expect((await stranger.post('/login/token', { token: again.code })).headers.location).toBe('/');
});

test.each([
  ['nothing', '', 'Enter the token from the email'],
  ['seven characters', 'K7MF-2Q9', 'Enter the token as it stands in the email'],
  ['a letter that no token has', 'K7MF-2Q9U', 'Enter the token as it stands in the email'],
  ['another link', 'https://portal.msp.example/login/now/abc', 'Enter the token as it stands in the email'],
])('%s cannot be a token: it is said so and costs no try', async (_what, token, message) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  for (let tried = 0; tried < 6; tried += 1) {
    const answer = await alice.post('/login/token', { token });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(message);
  }
  expect((await alice.post('/login/token', { token: WRONG_CODE })).text).toContain('You can try 4 times more');
});

test('ten wrong tokens for one address within an hour, over all attempts, alert once and lock nobody out', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const stranger = portal.visitor();
    await askForToken(portal, stranger);
    for (let tried = 0; tried < 5; tried += 1) await stranger.post('/login/token', { token: WRONG_CODE });
    const alerts = (await recorded(portal)).filter((event) => event.startsWith('alert wrong-tokens'));
    expect(alerts).toHaveLength(attempt === 0 ? 0 : 1);
    portal.passMinutes(1);
  }
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice, ALICE);
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');
});
