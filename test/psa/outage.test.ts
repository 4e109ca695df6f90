import { expect, test } from 'vitest';
import { psaPageLater } from '../support/psa/console-later.js';
import type { Misdeed } from '../support/psa/misbehaviour.js';
import { addressesThere, creationsAsked, NORA, signInNew } from '../support/psa/new-person.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, signIn } from '../support/sign-in.js';

const SYNC_MINUTES = 15;
const HOUR = 60;
/** Minutes from one try to the next. */
const BACK_OFF = [0.5, 1, 5, 15, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR];

test('while it is dead each is tried at the times of the back-off; after that somebody is told, and still nobody has to help', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  await fake.stop();
  await signInNew(portal);
  await portal.ctx.psa.idle();
  for (const [at, minutes] of BACK_OFF.entries()) {
    expect(await creations()).toMatchObject([{ state: 'waiting', tries: at + 1 }]);
    await pass(world, minutes - 0.2);
    expect(await creations()).toMatchObject([{ state: 'waiting', tries: at + 1 }]);
    await pass(world, 0.2);
  }
  expect(await creations()).toMatchObject([{ state: 'attention', reason: 'unreachable' }]);
  const page = await psaPageLater(portal);
  expect(page).toContain('Nora New is not in ConnectWise yet');
  expect(page).toContain('ConnectWise could not be asked for a whole day.');

  await fake.start();
  await pass(world, SYNC_MINUTES);
  expect(addressesThere(fake)).toEqual([NORA]);
  expect(await psaPageLater(portal)).toContain('Needs attention Nothing.');
});

const DEATHS: [what: string, misdeed: Misdeed][] = [
  ['errors', { do: 'status', status: 503 }],
  ['a proxy’s page', { do: 'html' }],
  ['answers that are lost', { do: 'drop-after' }],
  ['a redirect to elsewhere', { do: 'redirect', to: 'http://127.0.0.1:9/' }],
];

test.each(DEATHS)(
  '%s for hours: everybody signs in, and all are created once when it is back',
  async (_what, misdeed) => {
    const world = await startPsaWorld();
    const { portal, fake } = world;
    fake.misbehave(misdeed);
    const people = ['ann@acme.example', 'bob@acme.example', NORA];
    for (const address of people) {
      expect(await isSignedIn(await signInNew(portal, address))).toBe(true);
      await pass(world, 40);
    }
    fake.behave();
    await pass(world, SYNC_MINUTES);
    expect(addressesThere(fake)).toEqual(people);
    expect(creationsAsked(fake)).toBe(people.length);
  },
);

test('a PSA that is there at times, and answers at times: nobody waits for it, and everybody is there once in the end', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const people: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    if (round % 2 === 0) await fake.stop();
    else fake.misbehave({ match: ({ method }) => method === 'POST', times: 2, do: 'drop-after' });
    for (const name of ['ann', 'bob']) {
      people.push(`${name}${round}@acme.example`);
      expect(await isSignedIn(await signInNew(portal, people.at(-1)))).toBe(true);
    }
    await pass(world, 7);
    if (round % 2 === 0) await fake.start();
    else fake.behave();
    await pass(world, 2);
  }
  for (let interval = 0; interval < 2; interval += 1) await pass(world, SYNC_MINUTES);
  expect(addressesThere(fake)).toEqual(people.toSorted());
  expect((await creations()).map(({ state }) => state)).toEqual(people.map(() => 'done'));
});

test('somebody whom it created before it died signs in as ever', async () => {
  const world = await startPsaWorld();
  const { portal, fake } = world;
  await signInNew(portal);
  await portal.ctx.psa.idle();
  await fake.stop();
  await pass(world, 24 * HOUR);
  const nora = portal.visitor();
  await signIn(portal, nora, NORA);
  expect((await nora.get('/')).text).toContain('Hello, Nora New');
});

/** Lets minutes pass, and what is due then be done. */
async function pass({ portal }: PsaWorld, minutes: number): Promise<void> {
  await portal.ctx.psa.idle();
  portal.passMinutes(minutes);
  await portal.ctx.psa.idle();
}
