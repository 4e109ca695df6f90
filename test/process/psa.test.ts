import { setTimeout as passed } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import type { PsaKindName } from '../../src/psa/connector.js';
import { PSA_KINDS, psaKind } from '../../src/psa/connectors.js';
import { freshPostgres } from '../support/postgres.js';
import type { Running } from '../support/process.js';
import { NORA } from '../support/psa/new-person.js';
import {
  type PsaProcesses,
  passAfterDeath,
  passForCreations,
  signInThrough,
  startPsaProcesses,
} from '../support/psa/psa-processes.js';
import { addressesAt, creationsAskedAt } from '../support/psa/vendor-world.js';

const LEASE_MINUTES = 4;
const ROUNDS = 6;
const SIGN_INS = 3;

test.each(PSA_KINDS)(
  '%s: killed between creating and recording: the contact is found as soon as a search shows it, and there is one',
  async (kind) => {
    const world = await startPsaProcesses(kind);
    const { psa, db, first, start } = world;
    psa.server.misbehave({ match: psa.isCreation, do: 'delay-answer', ms: 60_000 });
    await signInThrough(world, NORA, '198.51.100.1');
    await vi.waitFor(() => expect(psa.contacts()).toHaveLength(1), 10_000);
    await first.end('SIGKILL');
    expect(await jobs(world)).toMatchObject([{ state: 'waiting', posted_at: expect.any(Number) }]);
    psa.server.misbehave({ do: 'hide-new', ms: 3_600_000 });
    const searches = psa.server.requests.filter(psa.isSearch).length;
    await passAfterDeath(db, LEASE_MINUTES);
    await start();
    await vi.waitFor(() => expect(psa.server.requests.filter(psa.isSearch).length).toBeGreaterThan(searches), 10_000);
    await expect.poll(async () => (await jobs(world))[0]?.lease_until).toBeNull();
    expect(creationsAskedAt(psa)).toBe(1);
    psa.server.behave();
    await done(world);
    expect(await jobs(world)).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
    expect([creationsAskedAt(psa), addressesAt(psa), await linked(world)]).toEqual([1, [NORA], [NORA]]);
  },
);

test('told to stop in the middle of a creation, it waits for the answer and records it', async () => {
  const world = await startPsaProcesses('connectwise');
  const { psa, first } = world;
  psa.server.misbehave({ match: psa.isCreation, do: 'delay-answer', ms: 1_000 });
  await signInThrough(world, NORA, '198.51.100.1');
  await vi.waitFor(() => expect(psa.contacts()).toHaveLength(1), 10_000);
  expect(await first.end('SIGTERM')).toBe(0);
  expect(await jobs(world)).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
});

test(`killed at ${ROUNDS} blind moments while people sign in: everybody who is a contact here is one there, once`, async () => {
  const world = await startPsaProcesses('connectwise');
  const { psa, db } = world;
  psa.server.misbehave({ match: psa.isCreation, do: 'delay', ms: 30 });
  psa.server.misbehave({ match: psa.isCreation, do: 'delay-answer', ms: 60 });
  const doomed: Promise<unknown>[] = [];
  let server: Running = world.first;
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = creationsAskedAt(psa);
    for (let at = 0; at < SIGN_INS; at += 1) {
      const signedIn = signInThrough(world, `nr${round}.${at}@acme.example`, `10.0.${round}.${at}`);
      doomed.push(signedIn.catch(() => undefined));
    }
    // In turn: while they sign in, and while they are created.
    if (round % 2 === 1) await vi.waitFor(() => expect(creationsAskedAt(psa)).toBeGreaterThan(asked), 10_000);
    await passed(Math.random() * (round % 2 === 1 ? 300 : 700));
    await server.end('SIGKILL');
    await passAfterDeath(db, LEASE_MINUTES + 5);
    server = await world.start();
  }
  await Promise.all(doomed);
  await done(world);
  const people = (await db.selectFrom('contacts').select('address').execute()).map(({ address }) => address).toSorted();
  expect(people.length).toBeGreaterThanOrEqual(ROUNDS / 2);
  expect(addressesAt(psa)).toEqual(people);
  expect(await linked(world)).toEqual(people);
  const file = new Database(world.file, { readonly: true });
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
  file.close();
});

const PLACES: [PsaKindName, string, () => Promise<string | undefined>][] = [
  ['connectwise', 'one SQLite file', async () => undefined],
  ['autotask', 'one PostgreSQL database', async () => (await freshPostgres()).url],
];

test.each(PLACES)(
  '%s: two processes on %s: each contact is created once, within what it bears at a time',
  async (kind, _where, database) => {
    const world = await startPsaProcesses(kind, await database());
    const { psa, start } = world;
    await start();
    psa.server.misbehave({ do: 'delay-answer', ms: 50 });
    const people = Array.from({ length: 12 }, (_, at) => `nr${String(at).padStart(2, '0')}@acme.example`);
    await Promise.all(people.map((one, at) => signInThrough(world, one, `198.51.100.${at}`)));
    await done(world);
    expect([creationsAskedAt(psa), addressesAt(psa), await linked(world)]).toEqual([12, people, people]);
    expect(psa.server.mostAtOnce()).toBeLessThanOrEqual(psaKind(kind).limits.parallel);
  },
);

async function jobs({ db }: PsaProcesses) {
  return db.selectFrom('psa_creations').selectAll().execute();
}

/** Waits until nothing is left to create; however long something has to wait, that has passed. */
async function done({ db }: PsaProcesses): Promise<void> {
  const open = db.selectFrom('psa_creations').selectAll().where('state', '<>', 'done');
  const still = async () => {
    await passForCreations(db, LEASE_MINUTES);
    return open.execute();
  };
  await expect.poll(still, { timeout: 30_000, interval: 500 }).toEqual([]);
}

/** The addresses of the contacts that are linked to one in the PSA. */
async function linked({ db }: PsaProcesses): Promise<string[]> {
  const rows = db.selectFrom('contacts').innerJoin('psa_contacts', 'psa_contacts.contact_id', 'contacts.id');
  return (await rows.select('contacts.address').execute()).map(({ address }) => address).toSorted();
}
