import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice } from '../support/sign-in.js';

test('the options page offers "Sign in using email token", alike for known and unknown addresses', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const pages: string[] = [];
  for (const email of [ALICE, 'x@evil.example']) {
    const visitor = portal.visitor();
    await visitor.post('/login', { email });
    const page = await visitor.get('/login/options');
    expect(page.text).toContain('Sign in using email token');
    pages.push(page.text.replaceAll(email, 'ADDRESS'));
  }
  expect(pages[0]).toBe(pages[1]);
});

test('choosing the email token sends one, under the cool-down of the dialog', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  expect((await alice.post('/login/options', { way: 'email-token' })).status).toBe(429);
  portal.passMs(30_000);
  const chosen = await alice.post('/login/options', { way: 'email-token' });
  expect([chosen.status, chosen.headers.location]).toEqual([303, '/login/token']);
  await portal.tokenMailed(ALICE, 2);
});

test.each([{ way: 'passkey' }, { way: '' }, {}])('the way %j does not exist and sends nothing', async (fields) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  portal.passMs(30_000);
  expect((await alice.post('/login/options', fields)).headers.location).toBe('/login');
  expect(portal.sink.mails).toHaveLength(1);
});

test('without an attempt there is nothing to choose', async () => {
  const portal = await startPortal();
  expect((await portal.visitor().get('/login/options')).headers.location).toBe('/login');
  expect((await portal.visitor().post('/login/options', { way: 'email-token' })).headers.location).toBe('/login');
});
