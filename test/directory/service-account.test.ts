import { expect, test } from 'vitest';
import { checkPassword } from '../../src/directory/check-password.js';
import type { Controllers } from '../../src/directory/controllers.js';
import type { Directory } from '../../src/directory/directory.js';
import { findAccounts } from '../../src/directory/find-accounts.js';
import { wrongPasswordsSeen } from '../support/directory-login.js';
import { type Forest, forest } from '../support/forest.js';
import type { ForestUser } from '../support/forest-users.js';
import { directoryOf, openGuard, testControllers, within } from './directory-of.js';
import { recordingTlsServer } from './recording-server.js';

const QUARTER_HOUR_MS = 15 * 60_000;
const REFUSED = { kind: 'no-answer', reason: 'it does not let its service account in', serviceRefused: true };
const LEFT_ALONE = {
  ...REFUSED,
  reason: 'it did not let its service account in, which is left alone for a quarter of an hour',
};

test('a wrong password of the service account is sent once in a quarter of an hour, whoever asks', async () => {
  const { acme, service, directory } = await givenServiceAccount();
  const wrong = directoryOf(acme, { serviceAccount: { userName: service.upn, password: 'wrong' } });
  const { controllers, passMs } = testControllers();
  await Promise.all(Array.from({ length: 4 }, () => [find(controllers, wrong), signIn(controllers, wrong)]).flat());
  expect(await wrongPasswordsSeen(acme, service)).toBe(1);

  passMs(QUARTER_HOUR_MS - 1);
  expect(await find(controllers, wrong)).toEqual(LEFT_ALONE);
  expect(await signIn(controllers, wrong)).toEqual({ kind: 'wrong', serviceRefused: true });
  expect(await wrongPasswordsSeen(acme, service)).toBe(1);

  passMs(1);
  expect(await find(controllers, wrong)).toEqual(REFUSED);
  expect(await wrongPasswordsSeen(acme, service)).toBe(2);
  expect(await find(controllers, directory), 'as soon as another one is saved').toMatchObject({ kind: 'found' });
});

test('a service account that was let in before and is refused now is left alone, too', async () => {
  const { acme, service, directory } = await givenServiceAccount();
  const { controllers, passMs } = testControllers();
  expect(await find(controllers, directory)).toMatchObject({ kind: 'found' });
  await acme.change(service, { disabled: true });
  expect(await find(controllers, directory)).toEqual(REFUSED);

  await acme.change(service, { disabled: false });
  expect(await find(controllers, directory)).toEqual(LEFT_ALONE);
  expect(await signIn(controllers, directory)).toEqual({ kind: 'wrong', serviceRefused: true });
  passMs(QUARTER_HOUR_MS);
  expect(await find(controllers, directory)).toMatchObject({ kind: 'found' });
});

test('people sign in while the service account is left alone', async () => {
  const { acme, service } = await givenServiceAccount();
  const wrong = directoryOf(acme, { serviceAccount: { userName: service.upn, password: 'wrong' } });
  const { controllers } = testControllers();
  const jo = await acme.addUser();
  for (const _again of [1, 2])
    expect(await signIn(controllers, wrong, jo)).toMatchObject({ kind: 'right', serviceRefused: true });
});

test('a controller that hangs up has refused nobody: the service account is sent to it again', async () => {
  const server = await recordingTlsServer((socket) => socket.once('data', () => socket.end()));
  const serviceAccount = { userName: 'svc@acme.test', password: 'Serv1ce secret' };
  const acme = await forest('acme');
  const addresses = [`ldaps://127.0.0.1:${server.port}`];
  const directory = directoryOf(acme, { addresses, caCertificate: server.ca, serviceAccount });
  const { controllers } = testControllers();
  const closed = { kind: 'no-answer', reason: 'it closed the connection' };
  expect(await Promise.all([1, 2, 3].map(() => find(controllers, directory)))).toEqual([closed, closed, closed]);
  expect(
    server
      .received()
      .toString('latin1')
      .match(/Serv1ce secret/g),
  ).toHaveLength(3);
});

test('a wrong base DN is not the service account’s fault: no password is sent, and the reason helps', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const { controllers, logs } = testControllers();
  const guard = openGuard();
  const directory = directoryOf(acme, { baseDn: `OU=Nowhere,${acme.baseDn}` });
  expect(await signIn(controllers, directory, jo, guard)).toEqual({
    kind: 'unreachable',
    reason: 'the base DN does not exist (32)',
  });
  expect(guard.keys).toEqual([]);
  expect(logs()).not.toContain('service account');
});

test.each([
  [10, 'the base DN is another domain’s (10)'],
  [32, 'the base DN does not exist (32)'],
  [50, 'it answered with an LDAP error (50)'],
])('what a search is answered with is told: %i', async (code, reason) => {
  const server = await recordingTlsServer((socket) => {
    socket.once('data', () => {
      socket.write(answer(2, 0x61, 0));
      socket.once('data', () => socket.write(answer(3, 0x65, code)));
    });
  });
  const addresses = [`ldaps://127.0.0.1:${server.port}`];
  const directory = directoryOf(await forest('acme'), { addresses, caCertificate: server.ca });
  expect(await find(testControllers().controllers, directory)).toEqual({ kind: 'no-answer', reason });
});

/** The end of what a server says to a message: a result code, and nothing more. */
function answer(message: number, tag: number, code: number): Buffer {
  return Buffer.from([0x30, 12, 0x02, 1, message, tag, 7, 0x0a, 1, code, 0x04, 0, 0x04, 0]);
}

async function givenServiceAccount(): Promise<{ acme: Forest; service: ForestUser; directory: Directory }> {
  const acme = await forest('acme');
  const service = await acme.addUser({ name: 'svc' });
  const serviceAccount = { userName: service.upn, password: service.password };
  return { acme, service, directory: directoryOf(acme, { serviceAccount }) };
}

function find(controllers: Controllers, directory: Directory) {
  return findAccounts(controllers, directory, { address: 'x@acme.example', objectGuids: [], now: 0 }, 5_000);
}

const NOBODY = { userName: 'nobody', password: 'wrong' };

function signIn(controllers: Controllers, directory: Directory, who = NOBODY, guard = openGuard()) {
  const user = { kind: 'down-level', domain: 'ACME', name: who.userName } as const;
  return checkPassword(controllers, directory, user, who.password, guard, within(10_000));
}
