import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, contactSessions, givenAlice, isSignedIn, recorded, signIn } from '../support/sign-in.js';

test('the front page says who is signed in, at which company and under which portal name', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ name: 'Acme & Sons', domains: ['acme.example'], portalName: 'Acme Desk' });
  await portal.given.contact(acme, ALICE, { first: 'Alice', last: 'Adams' });
  const alice = portal.visitor();
  await signIn(portal, alice);
  const { text } = await alice.get('/');
  for (const shown of ['Hello, Alice Adams', ALICE, 'Acme &amp; Sons', 'You are signed in to Acme Desk.'])
    expect(text).toContain(shown);
  expect(text).toContain(' · Acme Desk</title>');
});

test('a stranger is sent to sign in, without a cookie or a row', async () => {
  const portal = await startPortal();
  const answer = await portal.visitor().get('/');
  expect([answer.status, answer.headers.location]).toEqual([303, '/login?return_to=%2F']);
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect((await portal.visitor().get('/login')).headers['set-cookie']).toBeUndefined();
  expect(await contactSessions(portal)).toEqual([]);
});

test('signing out ends the session on the server: a copied cookie is worth nothing afterwards', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const [alice, thief] = [portal.visitor(), portal.visitor()];
  await signIn(portal, alice);
  thief.setCookie('latchkey', alice.cookie('latchkey') ?? '');
  expect(await isSignedIn(thief)).toBe(true);
  await alice.get('/');
  const out = await alice.post('/logout');
  expect([out.status, out.headers.location]).toEqual([303, '/login']);
  expect(String(out.headers['set-cookie'])).toMatch(/^latchkey=;.*Expires=Thu, 01 Jan 1970/);
  for (const browser of [alice, thief]) expect(await isSignedIn(browser)).toBe(false);
  expect(await contactSessions(portal)).toEqual([]);
  expect(await recorded(portal)).toContain('signed-out here');
});

test('a link or an image cannot sign anybody out: only a post does', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await signIn(portal, alice);
  expect((await alice.get('/logout')).status).toBe(404);
  expect((await alice.head('/logout')).status).toBe(404);
  expect(await isSignedIn(alice)).toBe(true);
});

test('signing out when nobody is signed in leads to the dialog', async () => {
  const portal = await startPortal();
  expect((await portal.visitor().post('/logout')).headers.location).toBe('/login');
});

test('a person sees their devices and ends one of them', async () => {
  const portal = await startPortal({ env: { TRUST_PROXY: 'loopback' } });
  await givenAlice(portal);
  const [here, there] = [portal.visitor('203.0.113.7'), portal.visitor('198.51.100.1')];
  await signIn(portal, here);
  portal.passMinutes(1);
  await signIn(portal, there);
  const { text } = await here.get('/');
  expect(text).toContain('Network address 203.0.113.7');
  expect(text).toContain('Network address 198.51.100.1');
  expect(text.match(/This browser/g)).toHaveLength(1);

  const other = (await contactSessions(portal)).find(({ client_address: address }) => address === '198.51.100.1');
  expect((await here.post(`/sessions/${other?.handle}/end`)).headers.location).toBe('/');
  expect((await here.get('/')).text).toContain('That device is signed out.');
  expect((await here.get('/')).text).not.toContain('That device is signed out.');
  expect(await isSignedIn(there)).toBe(false);
});

test('ending the device one sits at leads to the dialog', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await signIn(portal, alice);
  await alice.get('/');
  const [session] = await contactSessions(portal);
  expect((await alice.post(`/sessions/${session?.handle}/end`)).headers.location).toBe('/login');
  expect(await isSignedIn(alice)).toBe(false);
});

test('"Sign out everywhere" ends all of one person and nobody else', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'dora@acme.example');
  const [here, there, dora] = [portal.visitor(), portal.visitor(), portal.visitor()];
  await signIn(portal, here);
  portal.passMinutes(1);
  await signIn(portal, there);
  await signIn(portal, dora, 'dora@acme.example');
  await here.get('/');
  expect((await here.post('/sessions/end')).headers.location).toBe('/login');
  expect([await isSignedIn(here), await isSignedIn(there), await isSignedIn(dora)]).toEqual([false, false, true]);
  expect(await recorded(portal)).toContain('signed-out everywhere');
});

test("an attacker cannot end somebody else's session by its handle", async () => {
  const portal = await startPortal();
  const { companyId, contactId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'dora@acme.example');
  const [alice, dora] = [portal.visitor(), portal.visitor()];
  await signIn(portal, alice);
  await signIn(portal, dora, 'dora@acme.example');
  await dora.get('/');
  const victim = (await contactSessions(portal)).find((session) => session.contact_id === contactId);
  for (const handle of [victim?.handle, victim?.id_hash, 'x', '%00'])
    expect((await dora.post(`/sessions/${handle}/end`)).status, handle).toBe(404);
  expect(await isSignedIn(alice)).toBe(true);
});
