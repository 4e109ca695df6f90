import request from 'supertest';
import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, contactSessions, givenAlice, isSignedIn, signIn } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';

const FROM_ELSEWHERE: [string, Fields][] = [
  ['the origin of another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
  [
    'the origin of another site that claims to be us',
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
  ],
  ['a cross-site fetch', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a fetch from a sister domain', { 'Sec-Fetch-Site': 'same-site' }],
  ['a fetch that nobody started', { 'Sec-Fetch-Site': 'none' }],
  ['an opaque origin', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
];

test.each(FROM_ELSEWHERE)('another website cannot drive the sign-in: %s', async (_what, headers) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  expect((await alice.post('/login', { email: ALICE }, headers)).status).toBe(403);
  expect(await portal.ctx.db.selectFrom('attempts').selectAll().execute()).toEqual([]);

  const { code, link } = await askForToken(portal, alice);
  portal.passMs(30_000);
  const forged: [string, Fields][] = [
    ['/login/token', { token: code }],
    ['/login/resend', {}],
    ['/login/options', { way: 'email-token' }],
    [link, {}],
    [`${link}/resend`, {}],
    ['/admin/login', { email: 'mia@msp.example' }],
    ['/setup', { key: 'x' }],
  ];
  for (const [path, fields] of forged) {
    const answer = await alice.post(path, fields, headers);
    expect(answer.status, path).toBe(403);
    expect(answer.text).toContain('This came from another website');
  }
  expect(await contactSessions(portal)).toEqual([]);
  expect(portal.sink.mails).toHaveLength(1);
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');
});

test('a post that says nothing of where it comes from is refused', async () => {
  const portal = await startPortal();
  const bare = await request(portal.url).post('/login').type('form').send({ email: ALICE });
  expect(bare.status).toBe(403);
  const old = await request(portal.url).post('/login').set('Origin', portal.url).type('form').send({ email: ALICE });
  expect(old.status).toBe(303);
});

test.each([
  ['without a form token', () => ({})],
  ['with an empty one', () => ({ _csrf: '' })],
  ["with another person's", (others: string) => ({ _csrf: others })],
])('a post by somebody signed in %s is refused and does nothing', async (_what, fieldsOf) => {
  const { portal, alice, othersToken } = await givenTwoSignedIn();
  const [session] = await contactSessions(portal);
  const admins = portal.administrator;
  for (const path of ['/logout', '/sessions/end', `/sessions/${session?.handle}/end`]) {
    const answer = await alice.post(path, { _csrf: 'x', ...fieldsOf(othersToken) });
    expect(answer.status, path).toBe(403);
    expect(answer.text).toContain('This page was open for too long');
  }
  for (const path of ['/admin/logout', '/admin/administrators', '/admin/companies', '/admin/mail-token']) {
    const answer = await admins.post(path, { _csrf: 'x', ...fieldsOf(othersToken) });
    expect(answer.status, path).toBe(403);
  }
  expect(await isSignedIn(alice)).toBe(true);
  expect((await admins.get('/admin/administrators')).status).toBe(200);
});

test('the form token is new with each session', async () => {
  const { portal, alice } = await givenTwoSignedIn();
  const before = tokenIn((await alice.get('/')).text);
  await alice.post('/logout');
  portal.passMinutes(1);
  await signIn(portal, alice);
  expect(tokenIn((await alice.get('/')).text)).not.toBe(before);
  expect((await alice.post('/logout', { _csrf: before })).status).toBe(403);
});

async function givenTwoSignedIn() {
  const portal: Portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'dora@acme.example');
  const [alice, dora] = [portal.visitor(), portal.visitor()];
  await signIn(portal, alice);
  await signIn(portal, dora, 'dora@acme.example');
  return { portal, alice, othersToken: tokenIn((await dora.get('/')).text) };
}

function tokenIn(text: string): string {
  const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1];
  if (!token) throw new Error('The page has no form token');
  return token;
}
