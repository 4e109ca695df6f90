import { setTimeout as pause } from 'node:timers/promises';
import { KEPT_AFTER_END_MS } from '../attempt/attempt.js';
import { deleteAttemptsEndedBefore } from '../attempt/attempt-store.js';
import { deleteStrangersEventsBefore } from '../audit/audit-store.js';
import { oldestKeptOfStrangers } from '../audit/retention.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { deleteCountersEndedBefore } from '../limits/counter-store.js';
import type { Log } from '../log.js';
import { deleteMailsBefore } from '../mail/outbox-store.js';
import { deleteEndedSessions } from '../sessions/session-store.js';

interface JobDeps {
  db: Db;
  clock: Clock;
  log: Log;
}

/** Deletes one batch and answers how many rows went. */
type Sweep = (trx: Db) => Promise<number>;

const EVERY_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** Small, so that nobody's sign-in waits behind a purge. */
const BATCH = 100;
/** Between two batches, for those who wait. */
const PAUSE_MS = 10;

/** Starts what happens by itself besides mail; comes back with how to stop it. */
export function startJobs(deps: JobDeps): () => void {
  const stopping = new AbortController();
  let purging = false;
  const timer = setInterval(async () => {
    if (purging) return;
    purging = true;
    await purge(deps, stopping.signal).catch((error) => deps.log.error({ error }, 'purge failed'));
    purging = false;
  }, EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    stopping.abort();
  };
}

/**
 * Deletes every row that has had its time: small batches with a pause in between, of each kind in turn, until nothing is
 * left. So it keeps up with whatever is written meanwhile, and nobody waits for more than one batch.
 */
export async function purge({ db, clock }: Pick<JobDeps, 'db' | 'clock'>, stopping?: AbortSignal): Promise<void> {
  let sweeps = await sweepsAt(db, clock());
  while (sweeps.length > 0) {
    const unfinished: Sweep[] = [];
    for (const sweep of sweeps) {
      if (stopping?.aborted) return;
      if ((await transaction(db, sweep)) === BATCH) unfinished.push(sweep);
      await pause(PAUSE_MS);
    }
    sweeps = unfinished;
  }
}

async function sweepsAt(db: Db, now: number): Promise<Sweep[]> {
  const oldestKept = await oldestKeptOfStrangers(db, now);
  return [
    (trx) => deleteAttemptsEndedBefore(trx, now - KEPT_AFTER_END_MS, BATCH),
    (trx) => deleteMailsBefore(trx, now - DAY_MS, BATCH),
    (trx) => deleteEndedSessions(trx, now, BATCH),
    (trx) => deleteCountersEndedBefore(trx, now - DAY_MS, BATCH),
    (trx) => deleteStrangersEventsBefore(trx, oldestKept, BATCH),
  ];
}
