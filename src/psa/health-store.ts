import { type Selectable, sql } from 'kysely';
import type { PsaHealthTable } from '../db/psa-tables.js';
import type { Db } from '../db/schema.js';

export type PsaHealth = Selectable<PsaHealthTable>;

/** Whether the PSA answers, as far as anybody has asked it. */
export async function findHealth(db: Db): Promise<PsaHealth | undefined> {
  return db.selectFrom('psa_health').selectAll().executeTakeFirst();
}

/** Notes that it answers. True when it was failing until now. */
export async function markAnswered(db: Db, now: number): Promise<boolean> {
  const before = await findHealth(db);
  await upsert(db, { answered_at: now, failing_since: null, fault: null });
  return before !== undefined && before.failing_since !== null;
}

/** Notes that it does not answer, and since when. */
export async function markFailing(db: Db, now: number, fault: string): Promise<void> {
  const since = (await findHealth(db))?.failing_since ?? now;
  await upsert(db, { failing_since: since, fault });
}

/** Nothing is asked before then, nor before what was said earlier. */
export async function markPaused(db: Db, until: number): Promise<void> {
  const later = sql<number>`case when psa_health.paused_until > ${until} then psa_health.paused_until else ${until} end`;
  await db
    .insertInto('psa_health')
    .values({ id: 1, paused_until: until })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ paused_until: later }))
    .execute();
}

/** Somebody else is asked from now on. */
export async function endPause(db: Db): Promise<void> {
  await db.updateTable('psa_health').set({ paused_until: 0 }).execute();
}

async function upsert(db: Db, change: Partial<Omit<PsaHealth, 'id'>>): Promise<void> {
  await db
    .insertInto('psa_health')
    .values({ id: 1, paused_until: 0, ...change })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute();
}
