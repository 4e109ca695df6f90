import { sql } from 'kysely';
import { isSqlite } from './database.js';
import { isDeadlock } from './errors.js';
import type { Db } from './schema.js';

type Work<T> = (trx: Db) => Promise<T>;
type Waiting = { work: Work<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void };

/** How many waiting pieces of work may share one commit, so that none waits long for the others. */
const TOGETHER = 32;
const queues = new WeakMap<Db, Waiting[]>();

/**
 * Runs `work` in a transaction and answers what it returns, once that is on disk. A throw undoes all of it; a returned
 * value, also a refusal, commits. Inside an open transaction it joins that one. On SQLite, whose commit is an fsync, all
 * work that waits at the same moment shares one commit, each in a savepoint of its own. On PostgreSQL two that wait for each
 * other are ended by the database, one of them; that one is run once more.
 */
export async function transaction<T>(db: Db, work: Work<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  if (!isSqlite(db)) return runOnServer(db, work);
  return new Promise<T>((resolve, reject) => {
    const waiting = { work, resolve, reject } as Waiting;
    const queue = queues.get(db);
    if (queue) queue.push(waiting);
    else void drain(db, [waiting]);
  });
}

async function runOnServer<T>(db: Db, work: Work<T>): Promise<T> {
  try {
    return await db.transaction().execute(work);
  } catch (error) {
    if (!isDeadlock(error)) throw error;
    return db.transaction().execute(work);
  }
}

async function drain(db: Db, queue: Waiting[]): Promise<void> {
  queues.set(db, queue);
  // Requests that arrived in the same turn of the event loop join in.
  await new Promise(setImmediate);
  while (queue.length > 0) {
    const [first, ...others] = queue.splice(0, TOGETHER);
    if (first) await (others.length === 0 ? commitAlone(db, first) : commitTogether(db, [first, ...others]));
  }
  queues.delete(db);
}

async function commitAlone(db: Db, { work, resolve, reject }: Waiting): Promise<void> {
  await db.transaction().execute(work).then(resolve, reject);
}

async function commitTogether(db: Db, batch: Waiting[]): Promise<void> {
  const settled: (() => void)[] = [];
  try {
    await db.transaction().execute(async (trx) => {
      for (const waiting of batch) settled.push(await runInSavepoint(trx, waiting));
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
    return;
  }
  for (const settle of settled) settle();
}

async function runInSavepoint(trx: Db, { work, resolve, reject }: Waiting): Promise<() => void> {
  await sql`savepoint work`.execute(trx);
  try {
    const value = await work(trx);
    await sql`release work`.execute(trx);
    return () => resolve(value);
  } catch (error) {
    await sql`rollback to work`.execute(trx);
    await sql`release work`.execute(trx);
    return () => reject(error);
  }
}
