import { expect, test } from 'vitest';
import { checkPassword } from '../../src/directory/check-password.js';
import type { Controllers } from '../../src/directory/controllers.js';
import type { Directory } from '../../src/directory/directory.js';
import { type Forest, forest } from '../support/forest.js';
import type { ForestUser } from '../support/forest-users.js';
import { directoryOf, openGuard, testControllers, within } from './directory-of.js';
import { recordingServer } from './recording-server.js';

const LATELY = { kind: 'unreachable', reason: 'it has not answered lately and is left alone for half a minute' };

function signIn(controllers: Controllers, directory: Directory, { userName, password }: ForestUser) {
  const user = { kind: 'down-level', domain: directory.netbiosName, name: userName } as const;
  return checkPassword(controllers, directory, user, password, openGuard(), within(10_000));
}

async function timed<T>(work: Promise<T>): Promise<{ answer: T; tookMs: number }> {
  const before = performance.now();
  return { answer: await work, tookMs: performance.now() - before };
}

async function hanging(acme: Forest): Promise<Directory> {
  const controller = await acme.startController();
  await controller.hang();
  return directoryOf(acme, { addresses: [controller.ldaps] });
}

test('a controller that hangs is waited for three seconds, while another company signs in at once', async () => {
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  const [jo, ann] = [await acme.addUser(), await globex.addUser()];
  const { controllers } = testControllers();
  const directory = await hanging(acme);
  const stuck = Promise.all(Array.from({ length: 20 }, () => timed(signIn(controllers, directory, jo))));
  for (let round = 0; round < 20; round += 1) {
    const { answer, tookMs } = await timed(signIn(controllers, directoryOf(globex), ann));
    expect(answer).toMatchObject({ kind: 'right' });
    expect(tookMs).toBeLessThan(1_000);
  }
  const answers = await stuck;
  expect(answers.filter(({ answer }) => answer.kind !== 'unreachable')).toEqual([]);
  // The first five wait for three seconds; the fifth failure closes the door to all but the few who took their places.
  expect(answers.filter(({ tookMs }) => tookMs > 4_000).length).toBeLessThan(5);
  expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(7_000);
});

test('one that hangs after it was connected to is waited for five seconds more', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const controller = await acme.startController();
  const directory = directoryOf(acme, { addresses: [controller.ldaps] });
  const guard = async () => {
    await controller.hang();
    return { kind: 'go' as const };
  };
  const user = { kind: 'down-level', domain: 'ACME', name: jo.userName } as const;
  const checked = checkPassword(testControllers().controllers, directory, user, jo.password, guard, within(10_000));
  const { answer, tookMs } = await timed(checked);
  expect(answer).toEqual({ kind: 'unreachable', reason: 'no answer in time' });
  expect(tookMs).toBeGreaterThan(4_900);
  expect(tookMs).toBeLessThan(6_000);
});

test('after five failures it is left alone for half a minute; then one probe is sent ahead of all', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const controller = await acme.startController();
  const directory = directoryOf(acme, { addresses: [controller.ldaps] });
  const { controllers, passMs, logs } = testControllers();
  expect(await signIn(controllers, directory, jo)).toMatchObject({ kind: 'right' });

  await controller.kill();
  const refused = { kind: 'unreachable', reason: 'connection refused' };
  for (let failure = 0; failure < 5; failure += 1) expect(await signIn(controllers, directory, jo)).toEqual(refused);
  expect(await signIn(controllers, directory, jo)).toEqual(LATELY);
  expect(logs().match(/A domain controller does not answer/g)).toHaveLength(1);

  await controller.start();
  passMs(29_999);
  expect(await signIn(controllers, directory, jo)).toEqual(LATELY);
  passMs(1);
  const [probe, other] = await Promise.all([1, 2].map(() => signIn(controllers, directory, jo)));
  expect(probe).toMatchObject({ kind: 'right' });
  expect(other).toEqual(LATELY);
  expect(await signIn(controllers, directory, jo)).toMatchObject({ kind: 'right' });
});

test('a probe that fails leaves it alone for another half a minute', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const directory = directoryOf(acme, { addresses: ['ldaps://127.0.0.1:1'] });
  const { controllers, passMs } = testControllers();
  for (let failure = 0; failure < 5; failure += 1) await signIn(controllers, directory, jo);
  passMs(30_000);
  expect(await signIn(controllers, directory, jo)).toEqual({ kind: 'unreachable', reason: 'connection refused' });
  expect(await signIn(controllers, directory, jo)).toEqual(LATELY);
});

test('wrong passwords are answers, and no failures', async () => {
  const acme = await forest('acme');
  const { controllers } = testControllers();
  const nobody = { userName: 'nobody', password: 'wrong' } as ForestUser;
  for (let round = 0; round < 6; round += 1) {
    expect(await signIn(controllers, directoryOf(acme), nobody)).toEqual({ kind: 'wrong' });
  }
});

test('a certificate authority that is wrong in one directory does not close the controller to another', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const { controllers } = testControllers();
  const wrong = directoryOf(acme, { id: 'another', caCertificate: '' });
  for (let failure = 0; failure < 6; failure += 1) await signIn(controllers, wrong, jo);
  expect(await signIn(controllers, wrong, jo)).toEqual(LATELY);
  expect(await signIn(controllers, directoryOf(acme), jo)).toMatchObject({ kind: 'right' });
});

test('the next address is asked when the first is dead, and first from then on', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const dead = await recordingServer((socket) => socket.destroy());
  const directory = directoryOf(acme, { addresses: [`ldaps://127.0.0.1:${dead.port}`, acme.ldaps] });
  const { controllers } = testControllers();
  for (const _again of [1, 2, 3]) expect(await signIn(controllers, directory, jo)).toMatchObject({ kind: 'right' });
  expect(dead.connections()).toBe(1);
});

test('a controller that hangs costs the sign-in three seconds, and then the next one answers', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const { addresses } = await hanging(acme);
  const directory = directoryOf(acme, { addresses: [...addresses, acme.ldaps] });
  const { answer, tookMs } = await timed(signIn(testControllers().controllers, directory, jo));
  expect(answer).toMatchObject({ kind: 'right' });
  expect(tookMs).toBeLessThan(4_000);
});

test('a company has five connections at most, whatever its directories, and all have their turn', async () => {
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  const { controllers } = testControllers();
  const { companyId } = directoryOf(acme);
  const inUse = { now: 0, most: 0 };
  const use = async () => {
    inUse.now += 1;
    inUse.most = Math.max(inUse.most, inUse.now);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inUse.now -= 1;
    return 'had its turn';
  };
  const directories = [directoryOf(acme), directoryOf(globex, { companyId })];
  const twelve = Array.from({ length: 6 }, () => directories).flat();
  const turns = await Promise.all(
    twelve.map((directory) => controllers.withController(directory, 'password', within(5_000), use)),
  );
  expect(turns).toEqual(twelve.map(() => 'had its turn'));
  expect(inUse.most).toBe(5);
});

test('who waits for a turn in vain gives up in time', async () => {
  const acme = await forest('acme');
  const { controllers } = testControllers();
  const directory = directoryOf(acme);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const holding = Array.from({ length: 5 }, () =>
    controllers.withController(directory, 'password', within(10_000), () => released),
  );
  const { answer, tookMs } = await timed(
    controllers
      .withController(directory, 'password', within(200), async () => 'had its turn')
      .catch((error: Error) => error.message),
  );
  expect(answer).toBe('too many are waiting for it');
  expect(tookMs).toBeLessThan(500);
  release();
  await Promise.all(holding);
  expect(await controllers.withController(directory, 'password', within(1_000), async () => 'had its turn')).toBe(
    'had its turn',
  );
});
