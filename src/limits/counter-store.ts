import { sql } from 'kysely';
import type { Db } from '../db/schema.js';

/** `by: 0` runs the same statement without counting, so that an answer costs the same whether a limit applies or not. */
export type Hit = { name: string; windowMs: number; limit: number; by?: 0 | 1 };
/** `first` is true for the hit that went over, and for no other of that window. */
export type HitCount = { kind: 'within' } | { kind: 'over'; retryAfterMs: number; first: boolean };

/**
 * Counts one hit in a window that begins with its first one. Answers `over` when the limit was used up before, with how
 * long until the window ends; asking too early does not make anybody wait longer.
 */
export async function hit(db: Db, now: number, { name, windowMs, limit, by = 1 }: Hit): Promise<HitCount> {
  const stale = sql<boolean>`counters.since <= ${now - windowMs}`;
  const row = await db
    .insertInto('counters')
    .values({ name, since: now, count: by })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({
        since: sql<number>`case when ${stale} then excluded.since else counters.since end`,
        count: sql<number>`case when ${stale} then excluded.count when counters.count > ${limit + 1} then counters.count else counters.count + excluded.count end`,
      }),
    )
    .returning(['since', 'count'])
    .executeTakeFirstOrThrow();
  if (row.count <= limit) return { kind: 'within' };
  return { kind: 'over', retryAfterMs: row.since + windowMs - now, first: row.count === limit + 1 };
}

/** Counts one hit of each, or of none: when one is over, what was counted before it is given back. */
export async function hitAll(db: Db, now: number, hits: Hit[]): Promise<HitCount> {
  for (const [at, wanted] of hits.entries()) {
    const counted = await hit(db, now, wanted);
    if (counted.kind === 'within') continue;
    const before = hits.slice(0, at).map(({ name }) => name);
    if (before.length > 0) await giveBack(db, before);
    return counted;
  }
  return { kind: 'within' };
}

/** A window that this was the only hit of never began. */
async function giveBack(db: Db, names: string[]): Promise<void> {
  await db
    .updateTable('counters')
    .set({ count: sql<number>`count - 1`, since: sql<number>`case when count = 1 then 0 else since end` })
    .where('name', 'in', names)
    .execute();
}

/** Reads how often something was counted in the running window. */
export async function countOf(db: Db, now: number, name: string, windowMs: number): Promise<number> {
  const row = await db
    .selectFrom('counters')
    .select('count')
    .where('name', '=', name)
    .where('since', '>', now - windowMs)
    .executeTakeFirst();
  return row?.count ?? 0;
}

export async function deleteCountersSince(db: Db, before: number): Promise<void> {
  await db.deleteFrom('counters').where('since', '<', before).execute();
}
