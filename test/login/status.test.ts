import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { askForToken, givenAlice, WRONG_CODE } from '../support/sign-in.js';

test('a waiting tab learns that its token was redeemed in another tab of the same browser, and where to go', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  const waiting = await alice.get('/login/status');
  expect(waiting.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(waiting.body).toEqual({ kind: 'waiting' });
  await alice.get(link);
  expect((await alice.get('/login/status')).body).toEqual({ kind: 'go', to: '/' });
  const tab = await alice.get('/login/token');
  expect([tab.status, tab.headers.location]).toEqual([303, '/']);
});

test('a waiting tab is sent to the next question when the token of a new contact was redeemed', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const nora = portal.visitor();
  const { link } = await askForToken(portal, nora, 'nora@acme.example');
  await nora.get(link);
  const { kind, to } = (await nora.get('/login/status')).body as { kind: string; to: string };
  expect(kind).toBe('go');
  expect((await nora.get(to)).headers.location).toBe('/login/name');
});

test('a waiting tab learns that the link was used in another browser, and nothing more', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const [waiting, other] = [portal.visitor(), portal.visitor()];
  const { link } = await askForToken(portal, waiting);
  await other.post(link);
  expect((await waiting.get('/login/status')).body).toEqual({ kind: 'elsewhere' });
});

test('a waiting tab learns that its attempt is over: too many tries, too old, or none', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const [guessing, old, none] = [portal.visitor(), portal.visitor(), portal.visitor()];
  await askForToken(portal, guessing);
  for (let tried = 0; tried < 5; tried += 1) await guessing.post('/login/token', { token: WRONG_CODE });
  portal.passMinutes(1);
  await askForToken(portal, old);
  portal.passMinutes(61);
  for (const browser of [guessing, old, none])
    expect((await browser.get('/login/status')).body).toEqual({ kind: 'over' });
});

test('asking for the status writes nothing and counts nowhere', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  const before = await portal.ctx.db.selectFrom('counters').selectAll().orderBy('name').execute();
  for (let poll = 0; poll < 40; poll += 1) expect((await alice.get('/login/status')).status).toBe(200);
  expect(await portal.ctx.db.selectFrom('counters').selectAll().orderBy('name').execute()).toEqual(before);
  expect((await alice.get('/login/status')).headers['cache-control']).toBe('no-store');
});
