import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice } from '../support/sign-in.js';

test('a person who is sent to sign in comes back to the page they wanted', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const sent = await alice.get('/?from=mail');
  expect(sent.headers.location).toBe('/login?return_to=%2F%3Ffrom%3Dmail');
  const page = await alice.get(String(sent.headers.location));
  const returnTo = /name="return_to" value="([^"]*)"/.exec(page.text)?.[1];
  expect(returnTo).toBe('/?from=mail');

  const { code } = await askForToken(portal, alice, ALICE, { return_to: returnTo ?? '' });
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/?from=mail');
});

test('the wanted page survives Login Now in another browser', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const { link } = await askForToken(portal, portal.visitor(), ALICE, { return_to: '/?from=mail' });
  expect((await portal.visitor().post(link)).headers.location).toBe('/?from=mail');
});

test.each([
  '//evil.example',
  '///evil.example',
  'https://evil.example',
  'https:evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '@evil.example',
  '.evil.example',
  '/logout',
  '/login/now/x',
  '/admin/login',
  '/%2e%2e//evil.example/../..//evil.example',
  `/${'a'.repeat(1000)}`,
])('%j cannot be returned to: the person lands on the front page', async (wanted) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const page = await alice.get(`/login?return_to=${encodeURIComponent(wanted)}`);
  expect(/name="return_to" value="([^"]*)"/.exec(page.text)?.[1]).toBe('/');
  const { code } = await askForToken(portal, alice, ALICE, { return_to: wanted });
  const signedIn = await alice.post('/login/token', { token: code });
  expect(new URL(String(signedIn.headers.location), portal.url).href).toBe(`${portal.url}/`);

  const again = await alice.get(`/login?return_to=${encodeURIComponent(wanted)}`);
  expect(new URL(String(again.headers.location), portal.url).origin).toBe(portal.url);
});

test('the console returns to pages of the console only', async () => {
  const portal = await startPortal();
  const page = await portal.visitor().get('/admin/login?return_to=%2Fhome');
  expect(page.text).toContain('name="return_to" value="/admin"');
  const inside = await portal.visitor().get('/admin/login?return_to=%2Fadmin%2Fcompanies%3Fq%3Dx');
  expect(inside.text).toContain('name="return_to" value="/admin/companies?q=x"');
});
