import { expect, test, vi } from 'vitest';
import { transaction } from '../../src/db/transaction.js';
import { SYNC_LEASE_MS } from '../../src/psa/sync/sync.js';
import { claimDueSync, listSyncs } from '../../src/psa/sync/sync-store.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import { minutesTo, namesOf, ours, startAtNoon, timeOf } from '../support/psa/at-noon.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import { createGate } from '../support/psa/misbehaviour.js';
import type { PsaWorld } from '../support/psa/psa-world.js';

const ANN = 'ann@acme.example';
const MINUTE = 60_000;
const CONTACTS = /\/company\/contacts$/;

test('every 15 minutes it asks for what changed since the last time, and in the ten minutes before', async () => {
  const { portal, fake, noon } = await startAtNoon();
  expect(await asked(portal, fake, 14)).toEqual([]);
  const [companies, contacts, ...others] = await asked(portal, fake, 1);
  expect([companies?.path, contacts?.path, others]).toEqual([
    expect.stringMatching(/\/company\/companies$/),
    expect.stringMatching(CONTACTS),
    [],
  ]);
  expect(sinceIn(contacts) - noon).toBeGreaterThan(-10 * MINUTE - 1_000);
  expect(sinceIn(contacts) - noon).toBeLessThan(-10 * MINUTE + 5_000);
  expect(sinceIn(companies)).toBe(sinceIn(contacts));
});

test('what is saved by a clock nine minutes behind ours, or is shown nine minutes late, is not missed', async () => {
  const { portal, fake, acme } = await startAtNoon();
  fake.options.clock = () => portal.ctx.clock() - 9 * MINUTE;
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  await asked(portal, fake, 15);
  expect(await ours(portal)).toEqual([ANN]);
});

test('in full at three o’clock at night where the portal is, and then every 24 hours', async () => {
  const { portal, fake } = await startAtNoon();
  const evening = await asked(portal, fake, minutesTo(3, portal.ctx.clock()) - 1);
  expect(evening.filter((one) => !sinceIn(one))).toEqual([]);
  const night = await asked(portal, fake, 1);
  expect(night.filter((one) => !sinceIn(one)).map(({ path }) => path)).toHaveLength(2);
  const [, full] = await listSyncs(portal.ctx.db);
  expect(timeOf(full?.next_at ?? 0)).toBe('03:00');
  expect((full?.next_at ?? 0) - portal.ctx.clock()).toBeGreaterThan(22 * 60 * MINUTE);
});

test('what came due while the portal was off is done when it is back; a restart alone makes nothing due', async () => {
  const { portal, fake, acme } = await startAtNoon();
  await portal.restart();
  expect(await asked(portal, fake, 0)).toEqual([]);
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  portal.passMinutes(16);
  await portal.restart();
  expect(await asked(portal, fake, 0)).toHaveLength(2);
  expect(await ours(portal)).toEqual([ANN]);
});

test('of two processes one syncs', async () => {
  const { portal, fake } = await startAtNoon();
  const other = anotherWorker(portal.ctx);
  portal.passMinutes(15);
  await Promise.all([portal.ctx.psa.idle(), other.idle()]);
  expect(lists(fake)).toHaveLength(2);
});

test('a sync whose process died is begun anew after five minutes, and not before', async () => {
  const { portal, fake } = await startAtNoon();
  const { db, clock } = portal.ctx;
  portal.passMinutes(15);
  const lease = { worker: 'dead', leaseUntil: clock() + SYNC_LEASE_MS };
  await transaction(db, (trx) => claimDueSync(trx, { now: clock(), ...lease }));
  expect(await asked(portal, fake, 4)).toEqual([]);
  expect(await asked(portal, fake, 1)).toHaveLength(2);
});

test('a process that slept through its lease overwrites nothing of what another one has brought since', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  await sync();
  portal.passMinutes(15);
  fake.update('contact', id, { firstName: 'Anna' });
  const awake = createGate();
  fake.misbehave({ match: ({ path }) => CONTACTS.test(path), times: 1, do: 'wait', for: awake.opened });
  const before = lists(fake).length;
  const asleep = portal.ctx.psa.idle();
  await vi.waitFor(() => expect(lists(fake)).toHaveLength(before + 2));
  fake.update('contact', id, { firstName: 'Anne' });
  portal.passMinutes(6);
  await anotherWorker(portal.ctx).idle();
  const [brought] = await listSyncs(portal.ctx.db);
  awake.open();
  await asleep;
  expect(await namesOf(portal)).toEqual(['Anne']);
  expect((await listSyncs(portal.ctx.db))[0]).toEqual(brought);
});

test('a portal that is stopped in the middle of a sync ends soon, and begins it anew when it is back', async () => {
  const { portal, fake, acme } = await startAtNoon();
  for (let at = 0; at < 251; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  const answered = createGate();
  fake.misbehave({ match: ({ path }) => CONTACTS.test(path), times: 1, do: 'wait', for: answered.opened });
  portal.passMinutes(15);
  portal.ctx.psa.wake();
  await vi.waitFor(() => expect(fake.asked('GET', '/company/contacts')).toBe(1));
  const restarted = portal.restart();
  answered.open();
  await restarted;
  expect(fake.asked('GET', '/company/contacts')).toBe(1);
  expect(await ours(portal)).toEqual([]);
  await portal.ctx.psa.idle();
  expect(await ours(portal)).toHaveLength(251);
});

/** Lets minutes pass, and answers which lists were asked for then. */
async function asked(portal: PsaWorld['portal'], fake: PsaWorld['fake'], minutes: number): Promise<FakeRequest[]> {
  const before = lists(fake).length;
  portal.passMinutes(minutes);
  await portal.ctx.psa.idle();
  return lists(fake).slice(before);
}

function lists({ requests }: PsaWorld['fake']): FakeRequest[] {
  return requests.filter(({ method, path }) => method === 'GET' && /\/company\/(companies|contacts)$/.test(path));
}

/** From when on changes are asked for; 0: all. */
function sinceIn(request: FakeRequest | undefined): number {
  const text = /lastUpdated >= \[(.+?)\]/.exec(request?.query.get('conditions') ?? '')?.[1];
  return text ? Date.parse(text) : 0;
}
