import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { markSettled } from '../../src/attempt/attempt-store.js';
import { holdActive } from '../../src/contacts/contact-store.js';
import type { Db } from '../../src/db/schema.js';
import { disconnectPsa } from '../../src/psa/change-psa.js';
import { holdLinkedCompany } from '../../src/psa/contacts/copy-store.js';
import { ANN, contactOf, givenAnnSignedIn } from '../support/psa/ann.js';
import { BY, type PsaWorld } from '../support/psa/psa-world.js';
import { statusOfAsking } from '../support/sign-in.js';

test('a changed address waits for a sign-in that is under way without holding what that needs next', async () => {
  const { world, annId } = await givenAnnSignedIn();
  const { portal, fake, sync } = world;
  const { id } = await ann(world);
  await statusOfAsking(portal, portal.visitor(), ANN);
  const attempts = portal.ctx.db.updateTable('attempts').set({ state: 'proven' }).where('state', '=', 'asked');
  const [attempt] = await attempts.returning('handle').execute();
  fake.update('contact', annId, { emails: ['ann.lee@acme.example'] });
  const signIn = async (trx: Db) => markSettled(trx, attempt?.handle ?? '');
  await whileHeld(world, signIn, sync, async (trx) => expect(await holdActive(trx, id)).toBe(true));
  expect(await contactOf(world, 'ann.lee@acme.example')).toMatchObject({ id });
});

test('disconnecting waits for a company that is brought over without holding its contacts', async () => {
  const { world, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  fake.update('contact', annId, { inactive: true });
  await sync();
  const { id } = await ann(world);
  const bring = (trx: Db) => holdLinkedCompany(trx, acme.id);
  await whileHeld(
    world,
    bring,
    () => disconnectPsa(portal.ctx, BY),
    async (trx) => {
      await trx.updateTable('contacts').set({ first_name: 'Anna' }).where('id', '=', id).execute();
    },
  );
  expect(await ann(world)).toMatchObject({ first_name: 'Anna', active: 0 });
});

async function ann(world: PsaWorld) {
  const contact = await contactOf(world, ANN);
  if (!contact) throw new Error('Ann is not there');
  return contact;
}

/** Begins with `first`, has `other` run until it waits for that, and goes on with `next`, which must not wait in turn. */
async function whileHeld(
  { portal: { ctx } }: PsaWorld,
  first: (trx: Db) => Promise<unknown>,
  other: () => Promise<unknown>,
  next: (trx: Db) => Promise<unknown>,
): Promise<void> {
  let running: Promise<unknown> | undefined;
  await ctx.db.transaction().execute(async (trx) => {
    await sql`set local lock_timeout = '200ms'`.execute(trx);
    await first(trx);
    running = other();
    await vi.waitFor(async () => expect(await countWaiting(ctx.db)).toBe(1), 5_000);
    await next(trx);
  });
  await running;
}

async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(db);
  return rows.length;
}
