import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('on a first run without a mail server a person signs in with the token from the built-in inbox', async () => {
  const portal = await startPortal({ smtp: false });
  await givenAlice(portal);
  const alice = portal.visitor();
  await alice.post('/login', { email: ALICE });
  const waiting = await alice.get('/login/token');
  expect(waiting.text).toContain('No mail server is set up yet, so no email is sent.');
  expect(waiting.text).toContain('href="/dev/inbox"');

  const list = await alice.get('/dev/inbox');
  expect(list.text).toContain(ALICE);
  const mail = await alice.get(/href="(\/dev\/inbox\/[0-9a-z]+)"/.exec(list.text)?.[1] ?? '');
  const code = /<code[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})</.exec(mail.text)?.[1] ?? '';
  expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');
  expect(portal.sink.mails).toEqual([]);
});

test('the inbox shows the HTML of a mail in a frame that can do nothing', async () => {
  const portal = await startPortal({ smtp: false });
  await givenAlice(portal);
  const visitor = portal.visitor();
  await visitor.post('/login', { email: ALICE });
  const { id } = await portal.ctx.db.selectFrom('outbox').select('id').executeTakeFirstOrThrow();
  const html = await visitor.get(`/dev/inbox/${id}/html`);
  expect(html.text).toContain('Login Now');
  expect(html.headers['content-security-policy']).toContain("default-src 'none'");
  expect(html.headers['content-security-policy']).not.toContain('script-src');
  expect((await visitor.get(`/dev/inbox/${id}`)).text).toMatch(
    /<iframe[^>]* sandbox="(?![^"]*allow-(scripts|same-origin))/,
  );
});

test('mails to nobody are not in the inbox, so that it does not tell whose address is unknown', async () => {
  const portal = await startPortal({ smtp: false });
  const visitor = portal.visitor();
  await visitor.post('/login', { email: 'x@evil.example' });
  const { id } = await portal.ctx.db.selectFrom('outbox').select('id').executeTakeFirstOrThrow();
  expect((await visitor.get('/dev/inbox')).text).not.toContain('x@evil.example');
  expect((await visitor.get(`/dev/inbox/${id}`)).status).toBe(404);
  for (const none of ['none', '%00']) expect((await visitor.get(`/dev/inbox/${none}`)).status, none).toBe(404);
});

test.each(['X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Forwarded', 'Via'])(
  'a request with %s came through a proxy and finds no inbox',
  async (header) => {
    const portal = await startPortal({ smtp: false });
    expect((await portal.visitor().get('/dev/inbox')).status).toBe(200);
    await expectNoInbox(portal, { [header]: '127.0.0.1' });
  },
);

test('with a mail server there is no inbox', async () => {
  const portal = await startPortal();
  await expectNoInbox(portal);
  expect((await portal.visitor().get('/login')).text).not.toContain('No mail server is set up yet');
});

test('in production there is no inbox', async () => {
  await expectNoInbox(await startPortal({ smtp: false, env: { NODE_ENV: 'production' } }));
});

test('a portal whose address is not of this machine has no inbox', async () => {
  const portal = await startPortal({ smtp: false, setUp: false, env: { PUBLIC_URL: 'http://portal.msp.example' } });
  expect(await inboxStatus(portal)).toBe(404);
});

test('somebody on another machine finds no inbox, whatever host they name', async () => {
  const portal = await startPortal({ smtp: false });
  expect(await inboxStatus(portal)).toBe(200);
  expect(await inboxStatus(portal, '203.0.113.7')).toBe(404);
});

test('the banner that mail is not sent leads to the inbox only where there is one', async () => {
  const portal = await startPortal({ smtp: false });
  const visitor = portal.visitor();
  expect((await visitor.get('/login')).text).toContain('href="/dev/inbox"');
  expect((await visitor.get('/login', { 'X-Forwarded-For': '203.0.113.7' })).text).not.toContain('href="/dev/inbox"');
});

/** Asks the same portal over a socket whose peer is, or seems to be, this address. */
async function inboxStatus(portal: Portal, peer?: string): Promise<number> {
  const server = createServer(createApp(portal.ctx)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  if (peer) server.on('connection', (socket) => Object.defineProperty(socket, 'remoteAddress', { value: peer }));
  const { port } = server.address() as AddressInfo;
  const asked = request(`http://127.0.0.1:${port}`).get('/dev/inbox').set('Host', new URL(portal.url).host);
  return (await asked).status;
}

async function expectNoInbox(portal: Portal, headers: Record<string, string> = {}): Promise<void> {
  const visitor = portal.visitor();
  await visitor.post('/login', { email: ALICE }, headers);
  expect((await visitor.get('/dev/inbox', headers)).status).toBe(404);
  expect((await visitor.get('/login/token', headers)).text).not.toContain('Open the built-in inbox');
  const rows = await portal.ctx.db.selectFrom('outbox').select('id').execute();
  for (const { id } of rows) {
    expect((await visitor.get(`/dev/inbox/${id}`, headers)).status).toBe(404);
    expect((await visitor.get(`/dev/inbox/${id}/html`, headers)).status).toBe(404);
  }
}
