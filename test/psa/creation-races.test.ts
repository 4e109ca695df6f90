import { expect, test, vi } from 'vitest';
import { linkCompany, unlinkCompany } from '../../src/psa/companies/link-company.js';
import { CREATION_LEASE_MS, claimDueCreations, updateClaimedCreation } from '../../src/psa/contacts/creation-store.js';
import { requestSync } from '../../src/psa/sync/sync-store.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import { createGate } from '../support/psa/misbehaviour.js';
import {
  addressesHere,
  addressesThere,
  creationsAsked,
  isCreation,
  isSearch,
  NORA,
  settle,
  signInNew,
} from '../support/psa/new-person.js';
import { BY, type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded } from '../support/sign-in.js';

/** A turn is waited for 20 seconds and an answer 10, up to three times for what only asks: the codebase and a search, */
const SLOWEST_SEARCH = 2 * 3 * 30;
/** and the types of addresses and a creation. */
const SLOWEST_CREATION = 3 * 30 + 30;
const LEASE_MINUTES = CREATION_LEASE_MS / 60_000;

test('a process that dies before it has recorded what it created: another one finds it', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const { gate, creating: dying } = await createdUnanswered(world);
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

test('a search and a creation that take as long as they may: no other process begins a second try', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const [search, creation] = [createGate(), createGate()];
  await portal.ctx.psa.stop();
  await signInNew(portal);
  fake.requests.length = 0;
  fake.misbehave({ match: isSearch, do: 'wait', for: search.opened });
  fake.misbehave({ match: isCreation, do: 'wait', for: creation.opened });
  const [slow, other] = [anotherWorker(portal.ctx), anotherWorker(portal.ctx)];
  const creating = slow.idle();
  for (const [isAsked, seconds, gate] of [
    [isSearch, SLOWEST_SEARCH, search],
    [isCreation, SLOWEST_CREATION, creation],
  ] as const) {
    await vi.waitFor(() => expect(fake.requests.filter(isAsked)).toHaveLength(1));
    portal.passMs(seconds * 1_000);
    await other.idle();
    gate.open();
  }
  await creating;
  expect(fake.requests.filter(isSearch)).toHaveLength(1);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
});

test('a sync that shows the new contact before its creation is answered links it, and makes no second one here', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const { gate, creating } = await createdUnanswered(world);
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

test('a company that is linked while somebody is found to wait for that: nobody waits until the next day', async () => {
  const { portal, fake, sync } = await startPsaWorld();
  const { db, clock } = portal.ctx;
  const [globex, there] = [
    await portal.given.company({ name: 'Globex', domains: ['globex.example'] }),
    fake.company({ name: 'Globex' }),
  ];
  await sync();
  await portal.ctx.psa.stop();
  await signInNew(portal, 'gus@globex.example');
  const lease = { worker: 'late', leaseUntil: clock() + 60_000, limit: 1 };
  const [claimed] = await claimDueCreations(db, { now: clock(), ...lease });
  if (!claimed) throw new Error('Nothing is due');
  await linkCompany(portal.ctx, String(there.id), globex, BY);
  const late = { reason: 'company-not-linked', next_try_at: clock() + 24 * 3_600_000 };
  expect(await updateClaimedCreation(db, claimed, clock(), late)).toBe(false);
  await anotherWorker(portal.ctx).idle();
  expect(addressesThere(fake)).toEqual(['gus@globex.example']);
});

test('a company that is unlinked while somebody of it is created: whatever it is linked to later, they are not shut out', async () => {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  const gate = createGate();
  const other = fake.company({ name: 'Acme (new)' });
  await sync();
  fake.misbehave({ match: isCreation, do: 'wait', for: gate.opened });
  const nora = await signInNew(portal);
  const creating = portal.ctx.psa.idle();
  await vi.waitFor(() => expect(fake.contacts()).toHaveLength(1));
  await unlinkCompany(portal.ctx, String(acme.there), BY);
  gate.open();
  await creating;
  await linkCompany(portal.ctx, String(other.id), acme.id, BY);
  await sync('full');
  expect(await isSignedIn(nora)).toBe(true);
  expect(addressesThere(fake)).toEqual([NORA]);
});

/** A worker of another process has had Nora created there, and waits for the answer until the gate opens. */
async function createdUnanswered({ portal, fake }: PsaWorld) {
  const gate = createGate();
  fake.misbehave({ match: isCreation, do: 'wait', for: gate.opened });
  await portal.ctx.psa.stop();
  await signInNew(portal);
  const creating = anotherWorker(portal.ctx).idle();
  await vi.waitFor(() => expect(fake.contacts()).toHaveLength(1));
  return { gate, creating };
}
