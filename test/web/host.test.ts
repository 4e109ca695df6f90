import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test.each(['evil.example', 'localhost.evil.example', 'localhost@evil.example', '127.0.0.1.evil.example', ''])(
  'a request for the host %j is refused, whatever it asks',
  async (host) => {
    const portal = await startPortal();
    await givenAlice(portal);
    const visitor = portal.visitor();
    const page = await visitor.get('/login', { Host: host });
    expect([400, 421]).toContain(page.status);
    expect(page.headers.location).toBeUndefined();
    expect([400, 421]).toContain((await visitor.post('/login', { email: ALICE }, { Host: host })).status);
    expect(await portal.ctx.db.selectFrom('attempts').selectAll().execute()).toEqual([]);
  },
);

test.each(['127.0.0.1', '[::1]', '127.8.8.8'])(
  'a GET for %s on a local portal is sent to its own name',
  async (name) => {
    const portal = await startPortal();
    const { port } = new URL(portal.url);
    const visitor = portal.visitor();
    const sent = await visitor.get('/login?return_to=%2F', { Host: `${name}:${port}` });
    expect([sent.status, sent.headers.location]).toEqual([302, `${portal.url}/login?return_to=%2F`]);
    expect((await visitor.post('/login', { email: ALICE }, { Host: `${name}:${port}` })).status).toBe(421);
  },
);

test('a path with two slashes is not made an address of another host', async () => {
  const portal = await startPortal();
  const { port } = new URL(portal.url);
  const sent = await portal.visitor().get('//evil.example/x', { Host: `127.0.0.1:${port}` });
  expect(new URL(String(sent.headers.location)).origin).toBe(portal.url);
});

test('a portal with a name of its own sends nobody on: other hosts are refused', async () => {
  const portal = await startPortal({ setUp: false, env: { PUBLIC_URL: 'https://portal.msp.example' } });
  const visitor = portal.visitor();
  expect((await visitor.get('/login')).status).toBe(421);
  expect((await visitor.get('/login', { Host: 'portal.msp.example' })).status).toBe(200);
  expect((await visitor.get('/login', { Host: 'portal.msp.example:8443' })).status).toBe(421);
});

test('forwarding headers of a stranger do not get into the mail', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const forwarded = {
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-For': '203.0.113.66',
    Forwarded: 'host=evil.example;for=203.0.113.66',
    'X-Original-URL': '/evil',
  };
  expect((await portal.visitor().post('/login', { email: ALICE }, forwarded)).status).toBe(303);
  await portal.tokenMailed(ALICE);
  const [mail] = portal.sink.mails;
  expect(mail?.text).toContain(`${portal.url}/login/now/`);
  for (const part of [mail?.text, mail?.html]) expect(part).not.toMatch(/evil|203\.0\.113\.66/);
});

test('health checks answer to any host, and tell no more than whether it works', async () => {
  const portal = await startPortal();
  const visitor = portal.visitor();
  const live = await visitor.get('/livez', { Host: '10.0.0.5' });
  const ready = await visitor.get('/readyz', { Host: '10.0.0.5' });
  expect([live.text, ready.text]).toEqual(['ok\n', 'ready\n']);
  expect([live.headers['x-powered-by'], live.headers.server]).toEqual([undefined, undefined]);
});
