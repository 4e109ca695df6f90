import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, givenAlice, signIn, statusOfAsking } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

test('a stranger who uses up the mails of an address does not lock out the browser that has signed in as it', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await signedInOnce(portal);
  await exhaust(portal);
  expect((await portal.visitor().post('/login', { email: ALICE })).status).toBe(429);
  expect(await statusOfAsking(portal, alice)).toBe(303);
  portal.passMs(29_000);
  expect((await alice.post('/login', { email: ALICE })).status).toBe(429);
});

test('the budget of a known browser is five mails an hour', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await signedInOnce(portal);
  for (let mail = 0; mail < 5; mail += 1) {
    expect(await statusOfAsking(portal, alice)).toBe(303);
    portal.passMs(30_000);
  }
  const sixth = await alice.post('/login', { email: ALICE });
  expect(sixth.status).toBe(429);
  expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(3000);
});

test.each<[string, (cookie: string) => string]>([
  ['made up', () => `${'a'.repeat(16)}.${'b'.repeat(22)}`],
  ['with another id', (cookie) => cookie.replace(/^.{4}/, 'AAAA')],
  ['with a changed mark', (cookie) => cookie.replace(/.{4}$/, 'AAAA')],
  ['without a mark', (cookie) => cookie.split('.')[0] ?? ''],
])('a browser cookie %s has no budget of its own', async (_what, forge) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await signedInOnce(portal);
  await exhaust(portal);
  const forger = portal.visitor();
  forger.setCookie('latchkey-browser', forge(alice.cookie('latchkey-browser') ?? ''));
  expect((await forger.post('/login', { email: ALICE })).status).toBe(429);
});

test('a browser is known for the addresses that it signed in as, and for no other', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'dora@acme.example');
  const dora = portal.visitor();
  await signIn(portal, dora, 'dora@acme.example');
  await dora.get('/');
  await dora.post('/logout');
  await exhaust(portal);
  expect((await dora.post('/login', { email: ALICE })).status).toBe(429);
});

test('having asked without signing in makes no browser known', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const visitor = portal.visitor();
  await visitor.post('/login', { email: ALICE });
  expect(visitor.cookie('latchkey-browser')).toBeUndefined();
});

/** A browser in which Alice has signed in and out again. */
async function signedInOnce(portal: Portal): Promise<Visitor> {
  const alice = portal.visitor();
  await signIn(portal, alice);
  await alice.get('/');
  await alice.post('/logout');
  portal.passMs(30_000);
  return alice;
}

async function exhaust(portal: Portal): Promise<void> {
  for (let mail = 0; mail < 6; mail += 1) {
    await statusOfAsking(portal, portal.visitor());
    portal.passMs(30_000);
  }
}
