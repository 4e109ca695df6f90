import request from 'supertest';
import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice } from '../support/sign-in.js';

const CSP =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
  "form-action 'self';base-uri 'none';object-src 'none';frame-ancestors 'none'";

type Ask = (url: string) => request.Test;
const FORM = 'application/x-www-form-urlencoded';
const post = (url: string) => request(url).post('/login').set({ Origin: url, 'Sec-Fetch-Site': 'same-origin' });

const ANSWERS: [string, number, Ask][] = [
  ['the dialog', 200, (url) => request(url).get('/login')],
  ["the console's dialog", 200, (url) => request(url).get('/admin/login')],
  ['a style sheet', 200, (url) => request(url).get('/assets/portal.css')],
  ['a health check', 200, (url) => request(url).get('/livez')],
  ['a redirect', 303, (url) => request(url).get('/')],
  ['a form that is wrong', 422, (url) => post(url).type('form').send({ email: 'alice' })],
  ['a page that does not exist', 404, (url) => request(url).get('/nothing')],
  ['a file that does not exist', 404, (url) => request(url).get('/assets/nothing.css')],
  ['a path that climbs', 404, (url) => request(url).get('/assets/..%2f..%2fpackage.json')],
  ['a path that is no text', 400, (url) => request(url).get('/login/now/%E0%A4%A')],
  ['a post from another site', 403, (url) => request(url).post('/login').set('Origin', 'https://evil.example')],
  ['another method', 405, (url) => request(url).put('/login').set('Origin', url)],
  ['a host that is not ours', 421, (url) => request(url).get('/login').set('Host', 'evil.example')],
  ['JSON', 415, (url) => post(url).send({ email: ALICE })],
  ['XML', 415, (url) => post(url).type('text/xml').send('<email/>')],
  ['a form in several parts', 415, (url) => post(url).field('email', ALICE)],
  [
    'a field that comes twice',
    400,
    (url) => post(url).type(FORM).send('email=alice%40acme.example&email=spy%40evil.example'),
  ],
  ['a field with brackets', 400, (url) => post(url).type(FORM).send('email[]=alice%40acme.example')],
  ['a field that reaches for the prototype', 400, (url) => post(url).type(FORM).send('__proto__[isAdmin]=1')],
  ['a field named constructor', 400, (url) => post(url).type(FORM).send('constructor[prototype][x]=1')],
  [
    'a form of 11 kB',
    413,
    (url) =>
      post(url)
        .type(FORM)
        .send(`email=${'a'.repeat(11_000)}`),
  ],
  ['a form of 1500 fields', 413, (url) => post(url).type(FORM).send(Array(1500).fill('a=1').join('&'))],
  ['a character set from another time', 415, (url) => post(url).type(`${FORM}; charset=utf-7`).send('email=x')],
  ['gzip that is none', 400, (url) => post(url).type(FORM).set('Content-Encoding', 'gzip').send('email=x')],
  ['an encoding that nobody knows', 415, (url) => post(url).type(FORM).set('Content-Encoding', 'zip').send('email=x')],
];

test.each(ANSWERS)(
  '%s is answered with %i, the policy that forbids scripts of others, and nothing of the inside',
  async (_what, status, ask) => {
    const portal = await startPortal();
    const answer = await ask(portal.url).redirects(0);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': expect.stringMatching(/^(same-origin|no-referrer)$/),
    });
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.text ?? '').not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|javascript:/i);
    expect(answer.text ?? '').not.toMatch(/node_modules|at .+\.[jt]s:|SQLITE|undefined/);
    if (status >= 400) expect(answer.text).toContain('<h1>');
    expect(await portal.ctx.db.selectFrom('attempts').selectAll().execute()).toEqual([]);
  },
);

test('a post to a page that takes none is not found, and never a failure', async () => {
  const portal = await startPortal();
  for (const path of ['/login/status', '/nothing', '/livez', '/']) {
    expect((await portal.visitor().post(path)).status, path).toBe(404);
  }
});

test('fields that nobody asked for change nothing', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice, ALICE, {
    role: 'admin',
    company_id: '2',
    is_admin: '1',
    kind: 'administrator',
  });
  await alice.post('/login/token', { token: code, kind: 'administrator', contact_id: 'x' });
  expect((await alice.get('/admin')).headers.location).toContain('/admin/login');
  expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
});

test('a surprise shows a number to tell the help desk, which stands in the log beside the cause', async () => {
  const portal = await startPortal();
  await portal.ctx.db.schema.dropTable('settings').execute();
  const failed = await portal.visitor().get('/login');
  expect(failed.status).toBe(500);
  expect(failed.headers['content-security-policy']).toBe(CSP);
  expect(failed.text).not.toContain('settings');
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(failed.text)?.[0] ?? 'none';
  const line = portal
    .logs()
    .split('\n')
    .find((one) => one.includes(id));
  expect(line).toContain('request failed');
});

test('pages are not kept by browsers, files are', async () => {
  const portal = await startPortal();
  const page = await portal.visitor().get('/login');
  expect(page.headers['cache-control']).toBe('no-store');
  const sheet = /href="(\/assets\/portal\.css\?v=[^"]+)"/.exec(page.text)?.[1] ?? '';
  expect((await portal.visitor().get(sheet)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
});
