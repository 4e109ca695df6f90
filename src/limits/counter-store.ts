import { sql } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { CounterTable, Db } from '../db/schema.js';

/** `by: 0` runs the same statement without counting, so that an answer costs the same whether a limit applies or not. */
export type Hit = { name: string; windowMs: number; limit: number; by?: 0 | 1 };
/** `first` is true for the hit that went over, and for no other of that window. */
export type HitCount = { kind: 'within' } | { kind: 'over'; retryAfterMs: number; first: boolean };

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
  return counted ?? { kind: 'within' };
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

export async function deleteCountersEndedBefore(db: Db, before: number): Promise<void> {
  await db.deleteFrom('counters').where('ends_at', '<', before).execute();
}

function judge(row: CounterTable | undefined, now: number, limit: number): HitCount {
  if (!row || row.count <= limit) return { kind: 'within' };
  return { kind: 'over', retryAfterMs: row.ends_at - now, first: row.count === limit + 1 };
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
