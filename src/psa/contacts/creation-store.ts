import { type Selectable, sql, type Updateable } from 'kysely';
import { FAR_AHEAD_MS } from '../../clock.js';
import { isSqlite } from '../../db/database.js';
import type { PsaCreationTable } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';

export type Creation = Selectable<PsaCreationTable>;

/** Written out, not as a parameter: only so do both engines use the partial index. */
const IS_OPEN = sql<boolean>`state <> 'done'`;

/**
 * Longer than a search takes at its slowest, and than a creation, which prolongs it: each asks two things, each of them tried
 * three times for half a minute. Shorter than QUIET_MS. Whoever takes longer yet is stopped by updateClaimedCreation.
 */
export const CREATION_LEASE_MS = 4 * 60_000;

interface Claim {
  now: number;
  worker: string;
  leaseUntil: number;
  limit: number;
}

/**
 * Takes what is due under a lease of this worker's. One whose lease has run out is due again, and so is what a clock that was
 * ahead has put off.
 */
export async function claimDueCreations(db: Db, { now, worker, leaseUntil, limit }: Claim): Promise<Creation[]> {
  const ahead = now + FAR_AHEAD_MS;
  const posted = sql<number | null>`case when posted_at > ${now} then ${now} else posted_at end`;
  const due = db
    .selectFrom('psa_creations')
    .select('contact_id')
    .where(IS_OPEN)
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('next_try_at', '<=', now), eb('next_try_at', '>', ahead)]))
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now), eb('lease_until', '>', ahead)]))
    .orderBy('next_try_at')
    .limit(limit)
    .$if(!isSqlite(db), (query) => query.forUpdate().skipLocked());
  return db
    .updateTable('psa_creations')
    .set({ worker, lease_until: leaseUntil, tries: sql<number>`tries + 1`, posted_at: posted })
    .where('contact_id', 'in', due)
    .returningAll()
    .execute();
}

/** Writes how far a claimed creation has come. False when the lease was lost: somebody else is at it, or it was left. */
export async function updateClaimedCreation(
  db: Db,
  { contact_id, worker, tries }: Creation,
  now: number,
  change: Updateable<PsaCreationTable>,
): Promise<boolean> {
  const result = await db
    .updateTable('psa_creations')
    .set(change)
    .where('contact_id', '=', contact_id)
    .where('worker', '=', worker)
    .where('tries', '=', tries)
    .where('lease_until', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Makes everything due that waits because the PSA did not answer as it should, or did not know us. */
export async function releaseCreations(db: Db, now: number): Promise<void> {
  await db
    .updateTable('psa_creations')
    .set({ state: 'waiting', tries: 0, next_try_at: now })
    .where(IS_OPEN)
    .where('reason', 'in', ['unreachable', 'unusable', 'unauthorized', 'approved'])
    .where('lease_until', 'is', null)
    .execute();
}

/** The contacts of a company that are made active there as soon as it answers. Across rooms, so that it is one statement. */
export async function listReturning(db: Db, companyId: string): Promise<Set<string>> {
  const returning = db
    .selectFrom('psa_creations')
    .innerJoin('contacts', 'contacts.id', 'psa_creations.contact_id')
    .select('contact_id')
    .where(IS_OPEN)
    .where('reactivates', '=', 1)
    .where('contacts.company_id', '=', companyId);
  return new Set((await returning.execute()).map(({ contact_id }) => contact_id));
}

/** A contact that the PSA keeps out otherwise is not made active there any more, also by a try that is under way. */
export async function endReactivation(db: Db, now: number, contactId: string): Promise<void> {
  await db
    .updateTable('psa_creations')
    .set({ state: 'done', reason: 'kept-out', ended_at: now, worker: null, lease_until: null })
    .where('contact_id', '=', contactId)
    .where(IS_OPEN)
    .where('reactivates', '=', 1)
    .execute();
}
