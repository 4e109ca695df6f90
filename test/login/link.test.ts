import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, contactSessions, givenAlice, isSignedIn, resendToken } from '../support/sign-in.js';

const CLICK = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'cross-site' };

test.each([
  ['a browser that says how it fetches', CLICK],
  ['an old browser', {}],
])('Login Now signs in at once in the browser that asked: %s', async (_which, headers) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  const clicked = await alice.get(link, headers);
  expect([clicked.status, clicked.headers.location]).toEqual([303, '/']);
  expect(await isSignedIn(alice)).toBe(true);
});

test.each([
  ['a prefetch', { ...CLICK, 'Sec-Purpose': 'prefetch' }],
  ['a prerender', { ...CLICK, 'Sec-Purpose': 'prefetch;prerender' }],
  ['a preview of Safari', { Purpose: 'preview' }],
  ['an old prefetch of Firefox', { 'X-Moz': 'prefetch' }],
  ['an iframe', { ...CLICK, 'Sec-Fetch-Dest': 'iframe' }],
  ['a script', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
  ['an image', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
])('%s of the link in the browser that asked signs nobody in and spends nothing', async (_what, headers) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  const fetched = await alice.get(link, headers);
  expect(fetched.status).toBe(200);
  expect(fetched.headers['set-cookie']).toBeUndefined();
  expect(await contactSessions(portal)).toEqual([]);
  expect((await alice.get(link, CLICK)).headers.location).toBe('/');
});

test('mail scanners may open the link as often as they like: GET and HEAD change nothing, in any browser', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  for (const agent of ['Mozilla/5.0 (Safe Links)', 'BarracudaCentral', 'curl/8.11', 'Googlebot', '']) {
    const scanner = portal.visitor();
    const answers = [
      await scanner.get(link, { 'User-Agent': agent }),
      await scanner.head(link, { 'User-Agent': agent }),
    ];
    for (const { status, headers } of answers) expect([status, headers['set-cookie']]).toEqual([200, undefined]);
    const own = await alice.head(link, CLICK);
    expect([own.status, own.headers['set-cookie']]).toEqual([200, undefined]);
  }
  expect(await contactSessions(portal)).toEqual([]);
  expect((await portal.visitor().post(link)).headers.location).toBe('/');
});

test('in another browser the link shows for whom, when and from where it was asked, and a button', async () => {
  const portal = await startPortal({ env: { TRUST_PROXY: 'loopback' } });
  await givenAlice(portal);
  const { link } = await askForToken(portal, portal.visitor('203.0.113.7'));
  const page = await portal.visitor('198.51.100.1').get(link);
  expect(page.text).toContain(ALICE);
  expect(page.text).toContain('203.0.113.7');
  expect(page.text).toContain('Firefox on Windows');
  expect(page.text).toMatch(/<time datetime="[^"]+">\d+ \w+ \d{4}, \d\d:\d\d \w+<\/time>/);
  expect(page.text).toContain(`<form class="fields" method="post" action="${link}">`);
  expect(page.text).not.toContain('autosubmit');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
});

test('the button signs in the browser that pressed it, and never the one that waits', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const [waiting, other] = [portal.visitor(), portal.visitor()];
  const { link, code } = await askForToken(portal, waiting);
  await other.get(link);
  expect((await other.post(link)).headers.location).toBe('/');

  expect(await isSignedIn(other)).toBe(true);
  expect(await isSignedIn(waiting)).toBe(false);
  expect((await waiting.get('/login/status')).body).toEqual({ kind: 'elsewhere' });
  await waiting.post('/login/token', { token: code });
  expect(await isSignedIn(waiting)).toBe(false);
  expect(await contactSessions(portal)).toHaveLength(1);
});

test('while somebody else is signed in, the link asks first, and then signs that person out', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'dora@acme.example', { first: 'Dora' });
  const browser = portal.visitor();
  const doras = await askForToken(portal, browser, 'dora@acme.example');
  await browser.post('/login/token', { token: doras.code });
  const sessionOfDora = browser.cookie('latchkey') ?? '';
  await browser.get('/login?another');
  await browser.get('/');
  const { link } = await askForToken(portal, browser, ALICE);

  const page = await browser.get(link, CLICK);
  expect(page.status).toBe(200);
  expect(page.text).toContain('dora@acme.example');
  expect(page.text).toContain('signs that person out');
  expect((await browser.post(link)).headers.location).toBe('/');
  expect((await browser.get('/')).text).toContain(ALICE);
  const thief = portal.visitor();
  thief.setCookie('latchkey', sessionOfDora);
  expect(await isSignedIn(thief)).toBe(false);
});

test('a link of an earlier mail of the same attempt signs in at once, too', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const first = await askForToken(portal, alice);
  await resendToken(portal, alice);
  expect((await alice.get(first.link, CLICK)).headers.location).toBe('/');
});
