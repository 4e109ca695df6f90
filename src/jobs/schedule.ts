import { KEPT_AFTER_END_MS } from '../attempt/attempt.js';
import { deleteAttemptsEndedBefore } from '../attempt/attempt-store.js';
import { deleteOldEventsOfStrangers } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { deleteCountersEndedBefore } from '../limits/counter-store.js';
import type { Log } from '../log.js';
import { deleteMailsBefore } from '../mail/outbox-store.js';
import { deleteEndedSessions } from '../sessions/session-store.js';

const EVERY_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** Small, so that nobody's sign-in waits behind a purge. */
const BATCH = 500;

interface JobDeps {
  db: Db;
  clock: Clock;
  log: Log;
}

/** Starts what happens by itself besides mail; comes back with how to stop it. */
export function startJobs(deps: JobDeps): () => void {
  const timer = setInterval(() => {
    purge(deps).catch((error) => deps.log.error({ error }, 'purge failed'));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Deletes a batch of each kind of row that has had its time. */
export async function purge({ db, clock }: Pick<JobDeps, 'db' | 'clock'>): Promise<void> {
  const now = clock();
  await transaction(db, async (trx) => {
    await deleteAttemptsEndedBefore(trx, now - KEPT_AFTER_END_MS, BATCH);
    await deleteMailsBefore(trx, now - DAY_MS, BATCH);
    await deleteEndedSessions(trx, now);
    await deleteCountersEndedBefore(trx, now - DAY_MS);
    await deleteOldEventsOfStrangers(trx, now);
  });
}
