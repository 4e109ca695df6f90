import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
import { checkPassword } from '../../src/directory/check-password.js';
import type { Directory } from '../../src/directory/directory.js';
import { type Forest, forest } from '../support/forest.js';
import { directoryOf, openGuard, testControllers, within } from './directory-of.js';
import { recordingServer, relayTo } from './recording-server.js';

const PASSWORD = 'Tr0ub4dor&3';
/** What a controller answers to the request for StartTLS: yes, with message id 1. */
const AGREED = Buffer.from('300c02010178070a010004000400', 'hex');

async function check(acme: Forest, changed: Partial<Directory>, user = { userName: 'jo', password: PASSWORD }) {
  const directory = { ...directoryOf(acme, { serviceAccount: undefined }), ...changed };
  const typed = { kind: 'down-level', domain: 'ACME', name: user.userName } as const;
  return checkPassword(testControllers().controllers, directory, typed, user.password, openGuard(), within(10_000));
}

test('ldap:// is StartTLS', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const relay = await recordingServer(relayTo(acme.host, 389));
  const addresses = [`ldap://127.0.0.1:${relay.port}`];
  expect(await check(acme, { addresses: [acme.ldap] }, jo)).toMatchObject({ kind: 'right' });
  // The certificate is the controller's and not for 127.0.0.1, so nothing is said to who is in between.
  expect(await check(acme, { addresses }, jo)).toMatchObject({ reason: 'its certificate is for another name' });
  expect(relay.received().toString('latin1')).toContain('1.3.6.1.4.1.1466.20037');
  expect(relay.received().toString('latin1')).not.toContain(jo.password);
});

test.each(['ldaps', 'ldap'] as const)('%s: a certificate of another authority is refused', async (scheme) => {
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  for (const caCertificate of [globex.ca, '']) {
    const answer = await check(acme, { addresses: [acme[scheme]], caCertificate });
    expect(answer).toEqual({ kind: 'unreachable', reason: 'its certificate is signed by an unknown authority' });
  }
});

test('a certificate for another name is refused', async () => {
  const acme = await forest('acme');
  const relay = await recordingServer(relayTo(acme.host, 636));
  for (const host of ['localhost', '127.0.0.1']) {
    const answer = await check(acme, { addresses: [`ldaps://${host}:${relay.port}`] });
    expect(answer).toEqual({ kind: 'unreachable', reason: 'its certificate is for another name' });
  }
});

test.each([
  ['says nothing after it has agreed to StartTLS', AGREED, 'no answer in time'],
  ['does not offer StartTLS', Buffer.from('300c02010178070a013504000400', 'hex'), 'it does not offer StartTLS'],
  ['answers another request', Buffer.from('300c02010278070a010004000400', 'hex'), 'it does not offer StartTLS'],
  ['speaks another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'it does not offer StartTLS'],
  ['floods', Buffer.alloc(10_000, 0x30), 'it does not offer StartTLS'],
])('a server that %s never gets the password', async (_what, answer, reason) => {
  const acme = await forest('acme');
  const server = await recordingServer((socket) => socket.once('data', () => socket.write(answer)));
  expect(await check(acme, { addresses: [`ldap://127.0.0.1:${server.port}`] })).toEqual({
    kind: 'unreachable',
    reason,
  });
  expect(server.received().toString('latin1')).not.toContain(PASSWORD);
});

test('a server that hangs up after it has agreed to StartTLS is not asked again in clear text', async () => {
  const acme = await forest('acme');
  const server = await recordingServer((socket) => socket.once('data', () => socket.end(AGREED)));
  const answer = await check(acme, { addresses: [`ldap://127.0.0.1:${server.port}`] });
  expect(answer).toEqual({ kind: 'unreachable', reason: 'it closed the connection' });
  expect(server.received().toString('latin1')).not.toContain(PASSWORD);
  expect(server.connections()).toBe(1);
});

test('what somebody in between adds to the answer in clear text is not read as the controller’s', async () => {
  const acme = await forest('acme');
  const bindSucceeded = Buffer.from('300c02010261070a010004000400', 'hex');
  const relay = await recordingServer(relayTo(acme.host, 389, (chunk) => Buffer.concat([chunk, bindSucceeded])));
  const answer = await check(acme, { addresses: [`ldap://127.0.0.1:${relay.port}`] });
  expect(answer).toEqual({ kind: 'unreachable', reason: 'it does not offer StartTLS' });
});

test('a server without TLS 1.2 is refused', async () => {
  const acme = await forest('acme');
  const server = createTlsServer({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1' });
  const { port } = await recordingServer((socket) => void server.emit('connection', socket));
  const answer = await check(acme, { addresses: [`ldaps://127.0.0.1:${port}`] });
  expect(answer).toEqual({ kind: 'unreachable', reason: 'no TLS connection could be agreed on' });
});
