import { sql } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { CounterTable, Db } from '../db/schema.js';

/** `by: 0` runs the same statement without counting, so that an answer costs the same whether a limit applies or not. */
export type Hit = { name: string; windowMs: number; limit: number; by?: 0 | 1 };
/** `count` is of the running window, this hit included. */
export type HitCount = { count: number } & ({ kind: 'within' } | { kind: 'over'; retryAfterMs: number });

/**
 * Counts one hit of each, in windows that begin with their first hit, and answers in the same order. What is over says how
 * long until its window ends; asking too early does not make anybody wait longer.
 */
export async function hitAll(db: Db, now: number, hits: readonly Hit[]): Promise<HitCount[]> {
  const rows = hits.map(({ name, windowMs, by = 1 }) => ({ name, ends_at: now + windowMs, count: by }));
  const counted = new Map((await upsert(db, now, rows)).map((row) => [row.name, row]));
  return hits.map(({ name, limit }) => judge(counted.get(name), now, limit));
}

export async function hit(db: Db, now: number, wanted: Hit): Promise<HitCount> {
  const [counted] = await hitAll(db, now, [wanted]);
  return counted ?? { kind: 'within', count: 0 };
}

/** How often something was counted in its running window. */
export async function findCount(db: Db, now: number, name: string): Promise<number> {
  const window = db.selectFrom('counters').select('count').where('name', '=', name).where('ends_at', '>', now);
  return (await window.executeTakeFirst())?.count ?? 0;
}

/** Takes hits back that turned out not to count. A window that had no other hit has ended. */
export async function giveBack(db: Db, hits: readonly Hit[]): Promise<void> {
  const names = hits.filter(({ by = 1 }) => by === 1).map(({ name }) => name);
  if (names.length === 0) return;
  await db
    .updateTable('counters')
    .set({ count: sql<number>`count - 1`, ends_at: sql<number>`case when count = 1 then 0 else ends_at end` })
    .where('name', 'in', names)
    .execute();
}

/** Deletes a batch of windows that ended before this moment. Answers how many went. */
export async function deleteCountersEndedBefore(db: Db, before: number, batch: number): Promise<number> {
  const ended = db.selectFrom('counters').select('name').where('ends_at', '<', before).orderBy('ends_at').limit(batch);
  const result = await db.deleteFrom('counters').where('name', 'in', ended).executeTakeFirst();
  return Number(result.numDeletedRows);
}

function judge(row: CounterTable | undefined, now: number, limit: number): HitCount {
  const count = row?.count ?? 0;
  return row && count > limit ? { kind: 'over', count, retryAfterMs: row.ends_at - now } : { kind: 'within', count };
}

/** One statement, built once for each number of rows. */
async function upsert(db: Db, now: number, rows: CounterTable[]): Promise<CounterTable[]> {
  const run = upserts.get(rows.length) ?? prepared(buildUpsert);
  upserts.set(rows.length, run);
  return (await run(db, now, ...rows)).rows;
}

const upserts = new Map<number, ReturnType<typeof prepared<[number, ...CounterTable[]], CounterTable>>>();

function buildUpsert(db: Db, now: number, ...rows: CounterTable[]) {
  const ended = sql<boolean>`counters.ends_at <= ${now}`;
  return db
    .insertInto('counters')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({
        ends_at: sql<number>`case when ${ended} then excluded.ends_at else counters.ends_at end`,
        count: sql<number>`case when ${ended} then excluded.count else counters.count + excluded.count end`,
      }),
    )
    .returningAll();
}
