import { setTimeout as passed } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { requestSync } from '../../src/psa/sync-store.js';
import type { PsaWorker } from '../../src/psa/worker.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import { createGate } from '../support/psa/misbehaviour.js';
import {
  addressesThere,
  creationsAsked,
  isCreation,
  isSearch,
  NORA,
  NORA_NEW,
  signInNew,
} from '../support/psa/new-person.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { askForToken, contactSessions, recorded } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const LEASE_MINUTES = 1;

test('twenty first sign-ins of one person at once, beside a PSA that delays and drops answers: one contact here and one there', async () => {
  const world = await startPsaWorld({ env: { TRUST_PROXY: 'loopback' } });
  const { portal, fake } = world;
  const people = await askedTwentyTimes(world);
  fake.misbehave({ do: 'delay', ms: 10 });
  fake.misbehave({ match: isCreation, do: 'delay-answer', ms: 30 });
  fake.misbehave({ match: isSearch, times: 5, do: 'drop-before' });
  fake.misbehave({ match: isCreation, times: 1, do: 'drop-before' });
  fake.misbehave({ match: isCreation, times: 3, do: 'drop-after' });
  fake.misbehave({ do: 'hide-new', ms: 60_000 });
  const workers = [portal.ctx.psa, anotherWorker(portal.ctx), anotherWorker(portal.ctx)];
  const named = people.map(async ({ browser, code }) => {
    await browser.post('/login/token', { token: code });
    const { headers } = await browser.post('/login/name', NORA_NEW);
    for (const worker of workers) worker.wake();
    return headers.location;
  });
  expect(new Set(await Promise.all(named))).toEqual(new Set(['/']));
  expect(await contactSessions(portal)).toHaveLength(20);
  await settle(world, workers);
  expect(await addressesHere(world)).toEqual([NORA]);
  expect(addressesThere(fake)).toEqual([NORA]);
});

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
  portal.passMinutes(LEASE_MINUTES);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toEqual([]);
  await passed(300);
  await settle(world);
  expect([creationsAsked(fake), addressesThere(fake)]).toEqual([1, [NORA]]);
});

test('a process that dies before it has recorded what it created: another one finds it', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const gate = createGate();
  fake.misbehave({ match: isCreation, do: 'wait', for: gate.opened });
  await portal.ctx.psa.stop();
  await signInNew(portal);
  const dying = anotherWorker(portal.ctx).idle();
  await vi.waitFor(() => expect(fake.contacts()).toHaveLength(1));
  portal.passMinutes(LEASE_MINUTES);
  await anotherWorker(portal.ctx).idle();
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
  gate.open();
  await dying;
  expect([creationsAsked(fake), addressesThere(fake), await addressesHere(world)]).toEqual([1, [NORA], [NORA]]);
});

test('a process that slept while another one created the contact creates nothing when it wakes up', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const gate = createGate();
  await portal.ctx.psa.stop();
  await signInNew(portal);
  fake.misbehave({ match: isSearch, times: 1, do: 'wait', for: gate.opened });
  const searched = fake.requests.filter(isSearch).length;
  const sleeping = anotherWorker(portal.ctx).idle();
  await vi.waitFor(() => expect(fake.requests.filter(isSearch)).toHaveLength(searched + 1));
  portal.passMinutes(LEASE_MINUTES);
  await anotherWorker(portal.ctx).idle();
  expect(addressesThere(fake)).toEqual([NORA]);
  gate.open();
  await sleeping;
  expect([creationsAsked(fake), addressesThere(fake)]).toEqual([1, [NORA]]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
});

test('a sync that shows the new contact before its creation is answered links it, and makes no second one here', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const gate = createGate();
  fake.misbehave({ match: isCreation, do: 'wait', for: gate.opened });
  await portal.ctx.psa.stop();
  await signInNew(portal);
  const creating = anotherWorker(portal.ctx).idle();
  await vi.waitFor(() => expect(fake.contacts()).toHaveLength(1));
  await requestSync(portal.ctx.db, portal.ctx.clock());
  await anotherWorker(portal.ctx).idle();
  gate.open();
  await creating;
  expect(await addressesHere(world)).toEqual([NORA]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
  const told = (await recorded(portal)).filter((event) => event.startsWith('contact created-in-psa'));
  expect(told).toEqual([`contact created-in-psa: as ${fake.contacts()[0]?.id}`]);
});

test('two processes: each job is run once', async () => {
  const world = await startPsaWorld();
  const { portal, fake } = world;
  await fake.stop();
  const people = Array.from({ length: 9 }, (_, at) => `nr${at}@acme.example`);
  for (const address of people) await signInNew(portal, address);
  await portal.ctx.psa.idle();
  await fake.start();
  portal.passMinutes(2);
  const workers = [portal.ctx.psa, anotherWorker(portal.ctx)];
  await Promise.all(workers.map((worker) => worker.idle()));
  await settle(world, workers);
  expect([creationsAsked(fake), addressesThere(fake)]).toEqual([9, people]);
});

/** One person, in twenty browsers at twenty networks, each with a token of its own. */
async function askedTwentyTimes({ portal }: PsaWorld): Promise<{ browser: Visitor; code: string }[]> {
  const asked: { browser: Visitor; code: string }[] = [];
  for (let at = 1; at <= 20; at += 1) {
    if (at > 1) portal.passMs(30_000); // nobody may ask sooner
    const browser = portal.visitor(`198.51.100.${at}`);
    asked.push({ browser, code: (await askForToken(portal, browser, NORA)).code });
  }
  return asked;
}

/** Lets time pass, minute by minute, until nothing waits any more. */
async function settle({ portal, creations }: PsaWorld, workers: PsaWorker[] = [portal.ctx.psa]): Promise<void> {
  const waits = async () => (await creations()).some(({ state }) => state === 'waiting');
  for (let minute = 0; minute < 60; minute += 1) {
    await Promise.all(workers.map((worker) => worker.idle()));
    if (!(await waits())) return;
    portal.passMinutes(1);
  }
  throw new Error('Something waits for more than an hour');
}

async function addressesHere({ portal }: PsaWorld): Promise<string[]> {
  const contacts = await portal.ctx.db.selectFrom('contacts').select('address').orderBy('address').execute();
  return contacts.map(({ address }) => address);
}
