import { expect, test } from 'vitest';
import { deleteStrangersEventsBefore, record } from '../../src/audit/audit-store.js';
import { oldestKeptOfStrangers } from '../../src/audit/retention.js';
import type { Db } from '../../src/db/schema.js';
import { purge } from '../../src/jobs/schedule.js';
import { type Portal, startPortal } from '../support/portal.js';

const HOUR = 60;
const DAY = 24 * HOUR;

async function countsOf({ ctx }: Portal): Promise<Record<string, number>> {
  const tables = ['attempts', 'mail_tokens', 'outbox', 'sessions', 'counters'] as const;
  const counts = tables.map(async (table) => {
    const row = await ctx.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    return [table, Number(row.rows)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

test('ended attempts, their tokens and mails, counters and sessions are gone a day after their time, and not before', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  await portal.given.contact(acme, 'alice@acme.example');
  const alice = portal.visitor();
  await alice.post('/login', { email: 'alice@acme.example' });
  await portal.tokenMailed('alice@acme.example');
  await portal.ctx.outbox.idle();

  portal.passMinutes(24 * HOUR);
  await purge(portal.ctx);
  expect(await countsOf(portal)).toMatchObject({ attempts: 1, mail_tokens: 1 });
  portal.passMinutes(2 * HOUR);
  await purge(portal.ctx);
  expect(await countsOf(portal)).toEqual({ attempts: 0, mail_tokens: 0, outbox: 0, sessions: 0, counters: 0 });
});

test('a purge deletes everything that has had its time, however much that is', async () => {
  const portal = await startPortal();
  const { db, clock } = portal.ctx;
  const many = Array.from({ length: 1_200 }, (_, at) => at);
  const counters = many.map((at) => ({ name: `hit ${at}`, ends_at: clock(), count: 1 }));
  await db.insertInto('counters').values(counters).execute();
  for (const at of many) await record(db, clock(), askedBy(`p${at}@evil.example`));
  portal.passMinutes(90 * DAY + 1);
  await purge(portal.ctx);
  expect(await countsOf(portal)).toMatchObject({ counters: 0, sessions: 0 });
  expect(await addressesIn(db)).toEqual(['mia@msp.example']);
});

test('what strangers cause goes after 90 days, also about people who are known; what people did themselves stays', async () => {
  const portal = await startPortal();
  const { db, clock } = portal.ctx;
  const acme = await portal.given.company({});
  const contactId = await portal.given.contact(acme, 'alice@acme.example');
  await record(db, clock(), { ...askedBy('alice@acme.example'), contactId });
  await record(db, clock(), {
    kind: 'token-mail',
    outcome: 'sent',
    address: 'mia@msp.example',
    administratorId: 'mia',
  });
  await record(db, clock(), { kind: 'signed-in', outcome: 'contact', address: 'alice@acme.example', contactId });
  portal.passMinutes(90 * DAY - 1);
  await purge(portal.ctx);
  expect(await kindsIn(db)).toEqual(['set-up', 'signed-in', 'token-asked', 'token-mail']);
  portal.passMinutes(2);
  await purge(portal.ctx);
  expect(await kindsIn(db)).toEqual(['set-up', 'signed-in']);
});

test.each([
  { rows: 5, step: 2, kept: 4 },
  { rows: 4, step: 2, kept: 4 },
  { rows: 3, step: 2, kept: 3 },
  { rows: 1, step: 9, kept: 1 },
])('of four events of strangers the newest $rows are kept, counted $step at a time', async ({ rows, step, kept }) => {
  const portal = await startPortal();
  const { db, clock } = portal.ctx;
  const strangers = ['a@evil.example', 'b@evil.example', 'c@evil.example', 'd@evil.example'];
  for (const address of strangers) {
    portal.passMs(1);
    await record(db, clock(), askedBy(address));
  }
  const oldest = await oldestKeptOfStrangers(db, clock(), { keptMs: DAY * 60_000, rows, step });
  await deleteStrangersEventsBefore(db, oldest, 10);
  expect(await addressesIn(db)).toEqual(['mia@msp.example', ...strangers.slice(-kept)]);
});

test('a purge stops between two batches when the portal does', async () => {
  const portal = await startPortal();
  portal.passMinutes(2 * DAY);
  await purge(portal.ctx, AbortSignal.abort());
  expect(await countsOf(portal)).toMatchObject({ sessions: 1 });
});

test('a session that is used lives on, to the end of its longest life and no further', async () => {
  const portal = await startPortal();
  for (let minutes = 50; minutes < 12 * HOUR; minutes += 50) {
    portal.passMinutes(50);
    expect((await portal.administrator.get('/admin/companies')).status).toBe(200);
    await purge(portal.ctx);
  }
  portal.passMinutes(50);
  await purge(portal.ctx);
  expect(await countsOf(portal)).toMatchObject({ sessions: 0 });
});

function askedBy(address: string) {
  return { kind: 'token-asked', outcome: 'nowhere', address } as const;
}

async function addressesIn(db: Db): Promise<(string | null)[]> {
  const events = db.selectFrom('audit_events').select('address').where('address', 'is not', null);
  return (await events.orderBy('id').execute()).map(({ address }) => address);
}

async function kindsIn(db: Db): Promise<string[]> {
  const events = await db.selectFrom('audit_events').select('kind').execute();
  return events.map(({ kind }) => kind).sort();
}
