import { expect, test } from 'vitest';
import { checkPassword } from '../../src/directory/check-password.js';
import type { Controllers, Errand } from '../../src/directory/controllers.js';
import type { Directory } from '../../src/directory/directory.js';
import { findAccounts } from '../../src/directory/find-accounts.js';
import { forest } from '../support/forest.js';
import { directoryOf, openGuard, testControllers, within } from './directory-of.js';
import { recordingServer } from './recording-server.js';

const TOO_MANY = 'too many are waiting for it';

test('passwords that take all places of a company keep no leaver from being seen', async () => {
  const directory = directoryOf(await forest('acme'));
  const { controllers } = testControllers();
  const release = await takeAllPlaces(controllers, directory, 'password');
  expect(await find(controllers, directory)).toEqual({ kind: 'found', accounts: [] });
  await release();
});

test('who had no turn is told so, and not that the directory is silent', async () => {
  const directory = directoryOf(await forest('acme'));
  const { controllers } = testControllers();
  const release = await takeAllPlaces(controllers, directory, 'standing');
  expect(await find(controllers, directory, 300)).toEqual({ kind: 'no-answer', reason: TOO_MANY, busy: true });
  await release();
});

test('who had a turn too late for a controller to answer is told so, too', async () => {
  const hanging = await recordingServer(() => undefined);
  const addresses = [`ldaps://127.0.0.1:${hanging.port}`];
  const acme = await forest('acme');
  const { controllers } = testControllers();
  const release = await takeAllPlaces(controllers, directoryOf(acme), 'standing');
  const waiting = find(controllers, directoryOf(acme, { addresses }), 800);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await release();
  expect(await waiting).toEqual({ kind: 'no-answer', reason: TOO_MANY, busy: true });
  expect(hanging.connections()).toBe(1);
});

test('a directory for which a sign-in has no time left is not reached: not even connected to', async () => {
  const server = await recordingServer(() => undefined);
  const directory = directoryOf(await forest('acme'), { addresses: [`ldaps://127.0.0.1:${server.port}`] });
  const user = { kind: 'bare', name: 'jo' } as const;
  const over = within(0);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const answer = await checkPassword(testControllers().controllers, directory, user, 'secret', openGuard(), over);
  expect(answer).toEqual({ kind: 'unreachable', reason: 'no answer in time' });
  expect(server.connections()).toBe(0);
});

function find(controllers: Controllers, directory: Directory, withinMs = 2_000) {
  const nobody = { address: 'nobody@acme.example', objectGuids: [], now: 0 };
  return findAccounts(controllers, directory, nobody, withinMs);
}

/** Comes back once they are taken, with what gives them back. */
async function takeAllPlaces(controllers: Controllers, directory: Directory, errand: Errand) {
  let giveBack = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    giveBack = resolve;
  });
  const held: Promise<void>[] = [];
  for (let place = 0; place < 5; place += 1) {
    await new Promise<void>((taken) => {
      const hold = (): Promise<void> => {
        taken();
        return given;
      };
      held.push(controllers.withController(directory, errand, within(10_000), hold));
    });
  }
  return async (): Promise<void> => {
    giveBack();
    await Promise.all(held);
  };
}
