import { setTimeout as passed } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { PsaConnector } from '../../src/psa/connector.js';
import { REQUESTS } from '../../src/psa/http/within-limits.js';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { readUsage } from '../../src/psa/usage.js';
import { anotherConnection } from '../support/psa/another-worker.js';
import { createGate } from '../support/psa/misbehaviour.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { recorded, signIn, statusOfAsking } from '../support/sign-in.js';

const MINUTE = 60_000;
const question = (connector: PsaConnector) => connector.findCompany('1');

test.each([
  ['in seconds', () => '45'],
  ['as a time by its own clock', () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 44_500).toUTCString()],
])('a PSA that says %s how long to wait is asked nothing before that, whoever wants to know', async (_how, after) => {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  await askedToWait(world, after());
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@private.example'] });
  const before = fake.requests.length;

  portal.passMs(40_000);
  await statusOfAsking(portal, portal.visitor(), 'ann@private.example');
  const nora = portal.visitor();
  await signIn(portal, nora, 'nora@acme.example');
  await nora.post('/login/name', { first_name: 'Nora', last_name: 'New' });
  const syncing = sync();
  await passed(600);
  expect(fake.requests).toHaveLength(before);
  expect(await world.creations()).toMatchObject([{ state: 'waiting' }]);
  expect(portal.sink.mailsTo('ann@private.example')).toEqual([]);

  portal.passMinutes(1);
  await syncing;
  await portal.ctx.psa.idle();
  expect(fake.contacts().map(({ firstName }) => firstName)).toContain('Nora');
  await signIn(portal, portal.visitor(), 'ann@private.example');
});

test('that it asked us to wait is shown, and for how long; it is no failure', async () => {
  const world = await startPsaWorld();
  const { ctx, administrator, passMs } = world.portal;
  const pausedUntil = async () => (await readUsage(ctx.db, ctx.clock(), 'connectwise')).pausedUntil ?? 0;
  await askedToWait(world, '45');
  expect(Math.abs((await pausedUntil()) - ctx.clock() - 45_000)).toBeLessThan(3_000);
  expect(await health(world)).toMatchObject({ failing_since: null });
  expect((await administrator.get('/admin/psa')).text).toContain('wait');
  passMs(46_000);
  expect(await pausedUntil()).toBe(0);
});

test('a sync that was told to wait for half an hour waits that long', async () => {
  const world = await startPsaWorld();
  const { portal, fake } = world;
  await askedToWait(world, '1800');
  const before = fake.requests.length;
  portal.passMinutes(29);
  await portal.ctx.psa.idle();
  expect(fake.requests).toHaveLength(before);
  portal.passMinutes(2);
  await portal.ctx.psa.idle();
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{ fault: null }, {}]);
});

test('of two requests to wait the longer one counts', async () => {
  const { portal, fake } = await startPsaWorld();
  const connection = anotherConnection(portal.ctx);
  const first = createGate();
  const wait = (seconds: string) =>
    ({ times: 1, do: 'status', status: 429, headers: { 'retry-after': seconds } }) as const;
  fake.misbehave({ times: 1, do: 'wait', for: first.opened });
  fake.misbehave({ ...wait('5'), after: true });
  const short = connection.ask(question);
  await fakeWasAsked(fake);
  fake.behave();
  fake.misbehave(wait('60'));
  await connection.ask(question);
  first.open();
  await short;
  const { pausedUntil = 0 } = await readUsage(portal.ctx.db, portal.ctx.clock(), 'connectwise');
  expect(pausedUntil - portal.ctx.clock()).toBeGreaterThan(50_000);
});

test('no more is asked in a minute than we allow ourselves; a sync waits for the next one, and goes on', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  for (let at = 0; at < 600; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync('full');
  for (const { id } of fake.contacts()) fake.update('contact', id, { lastName: 'Changed' });
  const { ctx } = portal;
  await ctx.db.deleteFrom('counters').where('name', '=', REQUESTS).execute();
  const counter = { name: REQUESTS, ends_at: ctx.clock() + MINUTE, count: 597 };
  await ctx.db.insertInto('counters').values(counter).execute();
  const before = fake.requests.length;
  const syncing = sync('full');
  await expect.poll(() => fake.requests.length).toBe(before + 3);
  await passed(1_200);
  expect(fake.requests).toHaveLength(before + 3);
  expect(await readUsage(ctx.db, ctx.clock(), 'connectwise')).toMatchObject({ used: 600, limit: 600 });
  expect(await ctx.db.selectFrom('psa_health').selectAll().execute()).toMatchObject([{ failing_since: null }]);
  expect(await ctx.db.selectFrom('contacts').selectAll().where('psa_refusal', 'is not', null).execute()).toEqual([]);

  portal.passMinutes(1);
  await syncing;
  expect(await listSyncs(ctx.db)).toMatchObject([{ fault: null }, { fault: null, contacts: 600 }]);
  const { used } = await readUsage(ctx.db, ctx.clock(), 'connectwise');
  expect(used).toBeLessThan(20);
});

test('an address is not looked up beyond the limit, and what the last sync knew decides', async () => {
  const { portal, fake } = await startPsaWorld();
  const { ctx } = portal;
  await ctx.db.updateTable('counters').set({ count: 600 }).where('name', '=', REQUESTS).execute();
  const before = fake.requests.length;
  await statusOfAsking(portal, portal.visitor(), 'ann@private.example');
  expect(fake.requests).toHaveLength(before);
  expect((await recorded(portal)).at(-1)).toContain('the PSA gave no answer');
  await signIn(portal, portal.visitor(), 'nora@acme.example');
});

test('of 20 questions that three processes have at a time the PSA sees four', async () => {
  const { portal, fake } = await startPsaWorld();
  const processes = [1, 2, 3].map(() => anotherConnection(portal.ctx));
  fake.misbehave({ do: 'delay', ms: 20 });
  const asked = Array.from({ length: 20 }, (_, at) => processes[at % 3]?.ask(question));
  expect((await Promise.all(asked)).map((answer) => answer?.kind)).toEqual(Array(20).fill('answered'));
  expect(fake.mostAtOnce()).toBe(4);
});

test('a process that died in the middle of its questions leaves their turns to others within a quarter of a minute', async () => {
  const { portal, fake } = await startPsaWorld();
  const { db, clock } = portal.ctx;
  await db
    .updateTable('psa_turns')
    .set({ holder: 'dead', lease_until: clock() + 15_000 })
    .execute();
  const before = fake.requests.length;
  const asked = anotherConnection(portal.ctx).ask(question);
  await passed(200);
  expect(fake.requests).toHaveLength(before);
  portal.passMs(15_000);
  expect((await asked).kind).toBe('answered');
});

/** The PSA answers a sync with 429. */
async function askedToWait({ fake, sync }: PsaWorld, retryAfter: string): Promise<void> {
  fake.misbehave({ times: 1, do: 'status', status: 429, headers: { 'retry-after': retryAfter } });
  await sync();
}

async function fakeWasAsked({ requests }: PsaWorld['fake']): Promise<void> {
  const before = requests.length;
  await expect.poll(() => requests.length).toBeGreaterThan(before);
}

async function health({ portal }: PsaWorld) {
  return portal.ctx.db.selectFrom('psa_health').selectAll().executeTakeFirst();
}
