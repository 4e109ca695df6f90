import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, contactSessions, givenAlice, isSignedIn, signIn } from '../support/sign-in.js';

test('a contact signs in with the token from the mail and is not asked again', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();

  const asked = await alice.post('/login', { email: ALICE });
  expect([asked.status, asked.headers.location]).toEqual([303, '/login/token']);
  expect((await alice.get('/login/token')).text).toContain(ALICE);
  const { code } = await portal.tokenMailed(ALICE);
  const signedIn = await alice.post('/login/token', { token: code });

  expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/']);
  const home = await alice.get('/');
  expect(home.text).toContain(ALICE);
  expect(home.text).toContain('Acme Ltd');
  expect((await alice.get('/login')).headers.location).toBe('/');
});

test.each<[dress: string, (token: { code: string; link: string }, origin: string) => string]>([
  ['in lower case', ({ code }) => code.toLowerCase()],
  ['without the dash', ({ code }) => code.replace('-', '')],
  ['with O for 0 and l for 1', ({ code }) => code.replaceAll('0', 'O').replaceAll('1', 'l')],
  ['with blanks, quotes and a dot around it', ({ code }) => ` “${code}.” \n`],
  ['with an invisible character in it', ({ code }) => `\u200b${code.slice(0, 3)}\u00ad${code.slice(3)}`],
  ['as the whole link', ({ link }, origin) => origin + link],
])('the code pasted %s signs in', async (_dress, dressed) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const token = await askForToken(portal, alice);
  const signedIn = await alice.post('/login/token', { token: dressed(token, portal.url) });
  expect(signedIn.headers.location).toBe('/');
});

test('a code that an attacker has read signs in nobody in another browser, and still works in the one that asked', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const [alice, thief] = [portal.visitor(), portal.visitor()];
  const { code } = await askForToken(portal, alice);

  expect((await thief.post('/login/token', { token: code })).status).toBe(403);
  await askForToken(portal, thief, 'thief@acme.example');
  expect((await thief.post('/login/token', { token: code })).status).toBe(422);

  expect(await contactSessions(portal)).toEqual([]);
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');
});

test("an attacker's own live token does not sign in as the address that was typed, and costs a try", async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'dora@acme.example');
  const [dora, attacker] = [portal.visitor(), portal.visitor()];
  const hers = await askForToken(portal, dora, 'dora@acme.example');
  await askForToken(portal, attacker, ALICE);

  for (const [at, token] of [hers.code, portal.url + hers.link].entries()) {
    const tried = await attacker.post('/login/token', { token });
    expect(tried.status).toBe(422);
    expect(tried.text).toContain(`You can try ${4 - at} times more`);
  }
  expect(await contactSessions(portal)).toEqual([]);
});

test('a used code is refused: nobody gets a second session by replaying it', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice);
  const secret = alice.cookie('latchkey-attempt') ?? '';
  await alice.post('/login/token', { token: code });

  const replay = portal.visitor();
  replay.setCookie('latchkey-attempt', secret);
  const replayed = await replay.post('/login/token', { token: code });
  expect(replayed.headers['set-cookie']).toBeUndefined();
  expect(await isSignedIn(replay)).toBe(false);

  await alice.get('/');
  await alice.post('/logout');
  expect((await alice.post('/login/token', { token: code })).status).toBe(403);
  expect(await contactSessions(portal)).toEqual([]);
});

test('a second click on "Sign in" after success leads onwards and is no error', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice);
  const clicks = await Promise.all([1, 2].map(() => alice.post('/login/token', { token: code })));
  expect(clicks.map(({ status, headers }) => `${status} ${headers.location}`)).toEqual(['303 /', '303 /']);
  expect(await contactSessions(portal)).toHaveLength(1);
});

test('"Back" and "Sign in" again after success leads onwards and is no error', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice);
  await alice.post('/login/token', { token: code });

  const back = await alice.post('/login/token', { token: code });
  expect([back.status, back.headers.location]).toEqual([303, '/']);
  expect(await contactSessions(portal)).toHaveLength(1);
});

test('somebody who signs in twice in one browser has one session there', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await signIn(portal, alice);
  portal.passMinutes(1);
  await alice.get('/login?another');
  await alice.get('/');
  await signIn(portal, alice);
  expect(await contactSessions(portal)).toHaveLength(1);
});
