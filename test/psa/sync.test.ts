import { expect, test, vi } from 'vitest';
import { transaction } from '../../src/db/transaction.js';
import { SYNC_LEASE_MS } from '../../src/psa/sync.js';
import { claimDueSync, listSyncs } from '../../src/psa/sync-store.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import { createGate, type Misdeed } from '../support/psa/misbehaviour.js';
import { isLaterPage, type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, signIn } from '../support/sign-in.js';

const ANN = 'ann@acme.example';
const MINUTE = 60_000;
const CONTACTS = /\/company\/contacts$/;
const TIME_ZONE = 'Europe/Berlin';

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

test('asking one by one for what is missing keeps the lease, and ends when the portal is stopped', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  for (let at = 0; at < 10; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync();
  for (const { id } of fake.contacts().slice(1)) fake.remove('contact', id);
  const other = anotherWorker(portal.ctx);
  const byId = () => fake.requests.filter(({ path }) => /contacts\/\d+$/.test(path)).length;
  let restarted: Promise<unknown> | undefined;
  fake.misbehave({
    match({ path }) {
      if (!/contacts\/\d+$/.test(path)) return false;
      portal.passMinutes(4);
      other.wake();
      if (byId() === 5) restarted = portal.restart();
      return true;
    },
    do: 'delay-answer',
    ms: 20,
  });
  await sync('full').catch(() => undefined);
  await restarted;
  await other.stop();
  expect(byId()).toBe(5);
  await portal.ctx.psa.idle();
  expect(byId()).toBe(10);
  expect(await refused(portal)).toHaveLength(9);
});

const BREAKS: [what: string, misdeed: Misdeed, fault: string][] = [
  ['an error', { do: 'status', status: 500, body: { code: 'Oops', message: 'Oops' } }, 'broken'],
  ['a connection that ends', { do: 'drop-before' }, 'unreachable'],
  ['a proxy’s page', { do: 'html' }, 'broken'],
  ['more than anybody reads', { do: 'huge' }, 'too-large'],
  ['a request to wait', { do: 'status', status: 429, headers: { 'retry-after': '30' } }, 'limited'],
  ['a refusal', { do: 'status', status: 401 }, 'unauthorized'],
];

test.each(BREAKS)('%s in the middle leaves everybody as they were, and the sync is made up for', async (...args) => {
  const [, misdeed, fault] = args;
  const { portal, fake, acme, sync } = await startAtNoon();
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  for (let at = 0; at < 300; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync('full');
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  for (const { id } of fake.contacts().slice(150)) fake.update('contact', id, { lastName: 'Changed' });
  fake.misbehave({ match: isLaterPage, ...misdeed });

  await sync('full');
  expect((await listSyncs(portal.ctx.db)).find(({ kind }) => kind === 'full')).toMatchObject({ fault });
  expect(await isSignedIn(ann)).toBe(true);
  expect(await refused(portal)).toEqual([]);

  fake.behave();
  portal.passMinutes(15);
  await portal.ctx.psa.idle();
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{ fault: null }, { fault: null, contacts: 301 }]);
  expect((await namesOf(portal, 'last_name')).filter((name) => name === 'Changed')).toHaveLength(151);
});

test('a contact that is deleted while the list is read takes nobody behind it out of sight', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  for (let at = 0; at < 300; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  const [first] = fake.contacts();
  fake.misbehave({
    match(request) {
      if (isLaterPage(request)) fake.remove('contact', first?.id ?? 0);
      return false;
    },
    do: 'hang',
  });
  await sync('full');
  expect(await ours(portal)).toHaveLength(300);
});

test('a contact that a list leaves out is asked for by itself before it is taken for gone', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  fake.contact({ companyId: acme.there, firstName: 'Bob', emails: ['bob@acme.example'] });
  portal.passMinutes(11);
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  await sync();
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  fake.misbehave({ do: 'hide-new', ms: 10 * MINUTE });
  await sync('full');
  expect(fake.asked('GET', `/company/contacts/${id}`)).toBe(1);
  expect(await isSignedIn(ann)).toBe(true);
  expect(await refused(portal)).toEqual([]);
});

/** At noon in the portal's time zone, with nothing due: far from the full sync. */
async function startAtNoon(): Promise<PsaWorld & { noon: number }> {
  const world = await startPsaWorld();
  const { portal, fake } = world;
  portal.passMinutes(minutesTo(12, portal.ctx.clock()));
  const noon = portal.ctx.clock();
  await portal.ctx.psa.idle();
  fake.requests.length = 0;
  return { ...world, noon };
}

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

function minutesTo(hour: number, now: number): number {
  const wanted = `${String(hour).padStart(2, '0')}:00`;
  return Array.from({ length: 26 * 60 }, (_none, at) => at + 1).find((at) => timeOf(now + at * MINUTE) === wanted) ?? 0;
}

function timeOf(now: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, timeStyle: 'short' }).format(now);
}

async function ours({ ctx }: PsaWorld['portal']): Promise<string[]> {
  const rows = await ctx.db.selectFrom('contacts').select('address').orderBy('id').execute();
  return rows.map(({ address }) => address);
}

async function refused({ ctx }: PsaWorld['portal']): Promise<string[]> {
  const rows = ctx.db.selectFrom('contacts').select('address').where('psa_refusal', 'is not', null);
  return (await rows.execute()).map(({ address }) => address);
}

async function namesOf({ ctx }: PsaWorld['portal'], which: 'first_name' | 'last_name' = 'first_name') {
  const rows = await ctx.db.selectFrom('contacts').select(which).orderBy('id').execute();
  return rows.map((row) => (row as Record<string, string>)[which]);
}
