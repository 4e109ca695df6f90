import { setTimeout as passed } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import {
  addressesHere,
  addressesThere,
  creationsAsked,
  isCreation,
  NORA,
  settle,
  signInNew,
} from '../support/psa/new-person.js';
import { startPsaWorld } from '../support/psa/psa-world.js';

test.each([
  ['five seconds', 5_000],
  ['four minutes', 240_000],
])(
  'an answer is lost, and a search shows the new contact %s later: it is found, not created again',
  async (_what, ms) => {
    const world = await startPsaWorld();
    const { portal, fake } = world;
    fake.misbehave({ match: isCreation, do: 'drop-after' });
    fake.misbehave({ do: 'hide-new', ms });
    await signInNew(portal);
    await settle(world);
    expect([creationsAsked(fake), addressesThere(fake)]).toEqual([1, [NORA]]);
    expect(await world.creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
    expect(await addressesHere(world)).toEqual([NORA]);
  },
);

test('what was never carried out is sent again, but not before five minutes have passed', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  fake.misbehave({ match: isCreation, times: 1, do: 'drop-before' });
  await signInNew(portal);
  for (const expected of [1, 1, 1, 1, 1, 2]) {
    await portal.ctx.psa.idle();
    expect(creationsAsked(fake)).toBe(expected);
    portal.passMinutes(1);
  }
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
  expect(addressesThere(fake)).toEqual([NORA]);
});

test('what the PSA carries out only after we have given up is found, not created again', async () => {
  const world = await startPsaWorld();
  const { portal, fake } = world;
  fake.misbehave({ match: isCreation, times: 1, do: 'delay', ms: 300 });
  await signInNew(portal);
  const given = portal.ctx.psa.idle();
  await vi.waitFor(() => expect(creationsAsked(fake)).toBe(1));
  await fake.stop();
  await fake.start();
  await given;
  portal.passMinutes(1);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toEqual([]);
  await passed(300);
  await settle(world);
  expect([creationsAsked(fake), addressesThere(fake)]).toEqual([1, [NORA]]);
});
