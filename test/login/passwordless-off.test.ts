import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, contactSessions, givenAlice, isSignedIn, signIn } from '../support/sign-in.js';

const OFF = 'Sign-in is not switched on';

test('with Passwordless off the dialog says that sign-in is not switched on, and every route refuses', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.given.settings({ enabled: false });
  const visitor = portal.visitor();
  const page = await visitor.get('/login');
  expect(page.text).toContain(OFF);
  expect(page.text).not.toContain('name="email"');
  const answers = [
    await visitor.post('/login', { email: ALICE }),
    await visitor.post('/login/resend'),
    await visitor.post('/login/token', { token: '0000-0000' }),
    await visitor.get(`/login/now/${'a'.repeat(16)}.1.${'a'.repeat(43)}`),
    await visitor.post(`/login/now/${'a'.repeat(16)}.1.${'a'.repeat(43)}`),
  ];
  for (const { status } of answers) expect(status).toBe(403);
  expect((await visitor.post('/login/options', { way: 'email-token' })).headers.location).toBe('/login');
  expect(await portal.ctx.db.selectFrom('attempts').selectAll().execute()).toEqual([]);
});

test('live tokens are dead while Passwordless is off', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code, link } = await askForToken(portal, alice);
  await portal.given.settings({ enabled: false });
  const answers = [
    await alice.post('/login/token', { token: code }),
    await alice.get(link),
    await portal.visitor().get(link),
    await portal.visitor().post(link),
    await portal.visitor().post(`${link}/resend`),
    await alice.post('/login/resend'),
  ];
  for (const { status, text } of answers) {
    expect(status).toBe(403);
    expect(text).toContain(OFF);
  }
  expect(await contactSessions(portal)).toEqual([]);
  expect(portal.sink.mails).toHaveLength(1);
});

test('a proof is worth nothing once Passwordless is off', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const nora = portal.visitor();
  await signIn(portal, nora, 'nora@acme.example');
  await portal.given.settings({ enabled: false });
  expect((await nora.post('/login/name', { first_name: 'Nora', last_name: 'New' })).status).toBe(403);
  expect(await portal.ctx.db.selectFrom('contacts').selectAll().execute()).toEqual([]);
});

test('whoever is signed in stays so, and administrators sign in as ever', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await signIn(portal, alice);
  await portal.given.settings({ enabled: false });
  expect(await isSignedIn(alice)).toBe(true);

  const mia = portal.visitor();
  expect((await mia.post('/admin/login', { email: 'mia@msp.example' })).status).toBe(303);
  const { code } = await portal.tokenMailed('mia@msp.example');
  expect((await mia.post('/admin/login/token', { token: code })).headers.location).toBe('/admin');
});
