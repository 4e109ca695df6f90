import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { FAR_AHEAD_MS } from '../../clock.js';
import { isSqlite } from '../../db/database.js';
import type { PsaSyncTable } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';

export type PsaSync = Selectable<PsaSyncTable>;

/** Both kinds of sync, once the first one has been asked for. */
export async function listSyncs(db: Db): Promise<PsaSync[]> {
  return db.selectFrom('psa_syncs').selectAll().orderBy('kind').execute();
}

/** Makes both kinds known, due at once: for a PSA that has just been connected. */
export async function insertSyncs(db: Db, now: number): Promise<void> {
  const rows = (['changes', 'full'] as const).map((kind) => ({ kind, next_at: now, companies: 0, contacts: 0 }));
  await db
    .insertInto('psa_syncs')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether one is due, or none is known yet: a PSA has just been connected. */
export async function isSyncDue(db: Db, now: number): Promise<boolean> {
  const syncs = await listSyncs(db);
  return syncs.length === 0 || syncs.some(({ next_at }) => next_at <= now || next_at > now + FAR_AHEAD_MS);
}

/** Makes a sync due at once: what changed since the last one, or everything when there was none. */
export async function requestSync(db: Db, now: number): Promise<void> {
  await insertSyncs(db, now);
  await db.updateTable('psa_syncs').set({ next_at: now }).where('kind', '=', 'changes').execute();
}

interface Claim {
  now: number;
  worker: string;
  leaseUntil: number;
}

/** Takes a sync that is due under a lease of this worker's, the full one first. Only one runs at a time, in whatever process. */
export async function claimDueSync(trx: Db, { now, worker, leaseUntil }: Claim): Promise<PsaSync | undefined> {
  // On PostgreSQL two workers could each take one at the same moment; on SQLite there is one writer.
  if (!isSqlite(trx)) await trx.selectFrom('psa_syncs').select('kind').orderBy('kind').forUpdate().execute();
  const running = trx
    .selectFrom('psa_syncs as r')
    .select('r.kind')
    .where('r.lease_until', '>', now)
    .where('r.lease_until', '<=', now + FAR_AHEAD_MS);
  const due = trx
    .selectFrom('psa_syncs')
    .select('kind')
    .where((eb) => eb.or([eb('next_at', '<=', now), eb('next_at', '>', now + FAR_AHEAD_MS)]))
    .orderBy(sql`case kind when 'full' then 0 else 1 end`)
    .limit(1);
  return trx
    .updateTable('psa_syncs')
    .set({ worker, lease_until: leaseUntil, started_at: now })
    .where('kind', '=', due)
    .where((eb) => eb.not(eb.exists(running)))
    .returningAll()
    .executeTakeFirst();
}

/** Prolongs a lease. False when it was lost: another worker may be at it by now. */
export async function prolongSync(db: Db, sync: PsaSync, leaseUntil: number): Promise<boolean> {
  const result = await db
    .updateTable('psa_syncs')
    .set({ lease_until: leaseUntil })
    .where('kind', '=', sync.kind)
    .where('worker', '=', sync.worker)
    .where('started_at', '=', sync.started_at)
    .where('lease_until', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

type SyncEnd = Pick<
  PsaSync,
  'next_at' | 'since' | 'ended_at' | 'fault' | 'companies' | 'contacts' | 'unreadable' | 'missing' | 'accepted'
>;

/** Writes how a sync ended, unless its lease was lost. */
export async function endSync(db: Db, sync: PsaSync, end: Partial<SyncEnd>): Promise<void> {
  await db
    .updateTable('psa_syncs')
    .set({ ...end, worker: null, lease_until: null })
    .where('kind', '=', sync.kind)
    .where('worker', '=', sync.worker)
    .where('started_at', '=', sync.started_at)
    .execute();
}

/** Lets the next full sync, which is due at once, mark as much as was missing. False when no sync has stopped at that. */
export async function acceptShrunk(trx: Db, now: number): Promise<boolean> {
  const stopped = trx.updateTable('psa_syncs').set({ fault: null }).where('fault', '=', 'shrunk').returning('missing');
  const missing = (await stopped.execute()).map((sync) => sync.missing);
  if (missing.length === 0) return false;
  const accepted = { accepted: Math.max(...missing), next_at: now };
  await trx.updateTable('psa_syncs').set(accepted).where('kind', '=', 'full').execute();
  return true;
}

/** From when on the next sync of this kind asks for changes. */
export async function updateSince(db: Db, kind: PsaSync['kind'], since: number): Promise<void> {
  await db.updateTable('psa_syncs').set({ since }).where('kind', '=', kind).execute();
}
