import { expect, test } from 'vitest';
import { deleteOldEventsOfStrangers, record } from '../../src/audit/audit-store.js';
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

test('what strangers caused is kept for 90 days and capped; what concerns people stays', async () => {
  const portal = await startPortal();
  const { db, clock } = portal.ctx;
  const company = await portal.given.company({});
  const contactId = await portal.given.contact(company, 'alice@acme.example');
  await record(db, clock(), { kind: 'token-asked', outcome: 'nowhere', address: 'x@evil.example' });
  await record(db, clock(), { kind: 'signed-in', outcome: 'contact', address: 'alice@acme.example', contactId });
  portal.passMinutes(91 * DAY);
  for (const address of ['a@evil.example', 'b@evil.example', 'c@evil.example']) {
    portal.passMs(1);
    await record(db, clock(), { kind: 'token-asked', outcome: 'nowhere', address });
  }
  expect(await deleteOldEventsOfStrangers(db, clock())).toBe(1);
  expect(await deleteOldEventsOfStrangers(db, clock(), 2)).toBe(1);

  const left = await db
    .selectFrom('audit_events')
    .select('address')
    .where('address', 'is not', null)
    .orderBy('id')
    .execute();
  const addresses = left.map((event) => event.address);
  expect(addresses).toEqual(['mia@msp.example', 'alice@acme.example', 'b@evil.example', 'c@evil.example']);
});
