import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { checkPassword } from '../../src/directory/check-password.js';
import type { Directory } from '../../src/directory/directory.js';
import { openGuard, testControllers, within } from './directory-of.js';
import { type RecordingServer, recordingTlsServer } from './recording-server.js';

const PASSWORD = 'Tr0ub4dor&3';
const typed = { kind: 'down-level', domain: 'ACME', name: 'jo' } as const;

function directoryAt(...servers: RecordingServer[]): Directory {
  return {
    id: 'broken',
    companyId: 'broken company',
    name: 'Broken',
    addresses: servers.map(({ port }) => `ldaps://127.0.0.1:${port}`),
    caCertificate: servers.map(({ ca }) => ca).join('\n'),
    baseDn: 'DC=acme,DC=test',
    upnSuffixes: [],
    netbiosName: 'ACME',
    active: true,
    leaverProtection: false,
  };
}

function check(directory: Directory) {
  return checkPassword(testControllers().controllers, directory, typed, PASSWORD, openGuard(), within(10_000));
}

function timesSent(servers: RecordingServer[]): number {
  return servers.flatMap((server) => [
    ...server
      .received()
      .toString('latin1')
      .matchAll(/Tr0ub4dor&3/g),
  ]).length;
}

/** The answer to a bind with message id 2: a result code, and what the server has to say. */
function bindAnswer(code: number, message = ''): Buffer {
  const text = Buffer.from(message);
  const body = Buffer.concat([Buffer.from([0x0a, 1, code, 0x04, 0, 0x04, text.length]), text]);
  return Buffer.concat([Buffer.from([0x30, body.length + 5, 0x02, 1, 2, 0x61, body.length]), body]);
}

test.each([
  ['hangs up', (socket: Socket) => socket.end(), 'it closed the connection'],
  ['is busy', (socket: Socket) => socket.write(bindAnswer(51)), 'it answered with an LDAP error (51)'],
  ['is unavailable', (socket: Socket) => socket.write(bindAnswer(52)), 'it answered with an LDAP error (52)'],
  ['is unwilling', (socket: Socket) => socket.write(bindAnswer(53)), 'it answered with an LDAP error (53)'],
  ['wants more', (socket: Socket) => socket.write(bindAnswer(14)), 'it answered with an LDAP error (14)'],
  [
    'wants a channel binding',
    (socket: Socket) => socket.write(bindAnswer(49, '80090346: LdapErr: DSID-0C090702, data 80090346, v4563')),
    'it answered with an LDAP error (49)',
  ],
  [
    'says an endless thing',
    (socket: Socket) => flood(socket, Buffer.alloc(1_000_000, 0x30)),
    'it closed the connection',
  ],
])(
  'a controller that %s when it has the password gets it once, and no other gets it',
  async (_what, answer, reason) => {
    const servers = [await recordingTlsServer(answering(answer)), await recordingTlsServer(answering(answer))];
    expect(await check(directoryAt(...servers))).toEqual({ kind: 'unreachable', reason });
    expect(servers.map((server) => server.connections())).toEqual([1, 0]);
    expect(timesSent(servers)).toBe(1);
  },
);

test('a connection that is lost before the password is sent is not opened again for it', async () => {
  const server = await recordingTlsServer(answering((socket) => socket.end(bindAnswer(49, 'data 52e'))));
  const serviceAccount = { userName: 'svc@acme.test', password: 'service secret' };
  const guard = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50)); // long enough to notice
    return { kind: 'go' as const };
  };
  const directory = { ...directoryAt(server), serviceAccount };
  const answer = await checkPassword(testControllers().controllers, directory, typed, PASSWORD, guard, within(10_000));
  expect(answer).toMatchObject({ kind: 'unreachable', reason: 'it closed the connection' });
  expect({ connections: server.connections(), sent: timesSent([server]) }).toEqual({ connections: 1, sent: 0 });
});

test('one that answers thousands of questions nobody asked brings nothing down', async () => {
  const unasked = Buffer.from('30050201016100'.repeat(20_000), 'hex');
  const server = await recordingTlsServer(
    answering((socket) => {
      socket.write(unasked);
      socket.end(bindAnswer(49, 'data 52e'));
    }),
  );
  expect(await check(directoryAt(server))).toEqual({ kind: 'wrong' });
});

test('what a controller says is not repeated, and neither is the password', async () => {
  const server = await recordingTlsServer(answering((socket) => socket.write(bindAnswer(53, `no ${PASSWORD} today`))));
  const { controllers, logs } = testControllers();
  const answer = await checkPassword(controllers, directoryAt(server), typed, PASSWORD, openGuard(), within(10_000));
  expect(JSON.stringify(answer) + logs()).not.toMatch(/Tr0ub4dor|today/);
});

test.each(['', 'data 52e', 'data 525', 'data 1234', 'DATA 52E, v1db1'])(
  '49 with %j is a wrong password',
  async (message) => {
    const server = await recordingTlsServer(answering((socket) => socket.write(bindAnswer(49, message))));
    expect(await check(directoryAt(server))).toEqual({ kind: 'wrong' });
  },
);

test('531, not from this machine, is said as logon hours are', async () => {
  const server = await recordingTlsServer(answering((socket) => socket.write(bindAnswer(49, 'data 531, v1db1'))));
  expect(await check(directoryAt(server))).toEqual({ kind: 'not-now', why: 'logon-hours' });
});

test.each([51, 52])('one that answers %i to the service account is passed over for the next', async (code) => {
  const busy = await recordingTlsServer(answering((socket) => socket.write(bindAnswer(code))));
  const refuses = await recordingTlsServer(answering((socket) => socket.end(bindAnswer(49, 'data 52e'))));
  const serviceAccount = { userName: 'svc@acme.test', password: 'service secret' };
  const answer = await check({ ...directoryAt(busy, refuses), serviceAccount });
  expect(answer.kind).not.toBe('right');
  expect(refuses.connections()).toBe(1);
  expect(timesSent([busy])).toBe(0);
});

function answering(answer: (socket: Socket) => void) {
  return (socket: Socket): void => void socket.once('data', () => answer(socket));
}

function flood(socket: Socket, chunk: Buffer): void {
  // A message of 2 GB, as its length says.
  socket.write(Buffer.from('30847fffffff', 'hex'));
  const more = (): boolean => socket.writable && socket.write(chunk) && more();
  socket.on('drain', more);
  more();
}
