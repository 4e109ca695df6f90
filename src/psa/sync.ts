import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { unreachable } from '../unreachable.js';
import { bringOverDue } from './bring-over.js';
import type { PsaConnection } from './connection.js';
import type { PsaConnector } from './connector.js';
import { copyCompanies, copyContacts } from './copy.js';
import { markAllBringDue } from './copy-store.js';
import type { PsaFaultKind } from './fault.js';
import { followCompany } from './follow-companies.js';
import { type Marked, markMissing } from './mark-missing.js';
import { nextNight } from './next-night.js';
import { endSync, type PsaSync, prolongSync, updateSince } from './sync-store.js';

export interface SyncDeps {
  db: Db;
  clock: Clock;
  timeZone: string;
  psa: Pick<PsaConnection, 'ask'>;
}

/** Why a sync did not come to its end. `shrunk`: see markMissing. */
export type SyncFault = PsaFaultKind | 'shrunk';

/** A process that dies loses it, and then the sync is due again. */
export const SYNC_LEASE_MS = 5 * 60_000;
const MINUTE = 60_000;
const EVERY_MS = 15 * MINUTE;
/** The PSA's clock need not be ours, and what it shows may lag behind what was saved there. */
const OVERLAP_MS = 10 * MINUTE;

/** A sync that is running, and how much it has brought so far. */
interface Running extends SyncDeps {
  sync: PsaSync;
  brought: { companies: number; contacts: number };
  stopping: AbortSignal;
}

/** Runs a claimed sync to its end: what changed since the last one, or everything, with what has vanished there. */
export async function runSync(deps: SyncDeps, sync: PsaSync, stopping: AbortSignal): Promise<void> {
  const running = { ...deps, sync, brought: { companies: 0, contacts: 0 }, stopping };
  const asked = await deps.psa.ask((connector) => bring(running, connector));
  const now = deps.clock();
  switch (asked.kind) {
    case 'answered':
      return end(running, now, asked.value);
    case 'no-answer': {
      const { kind: fault, details } = asked.fault;
      const next_at = now + Math.max(details.retryAfterMs ?? 0, EVERY_MS);
      return endSync(deps.db, sync, { ended_at: now, fault, ...running.brought, next_at });
    }
    case 'not-connected':
      return endSync(deps.db, sync, { next_at: now + EVERY_MS });
    default:
      return unreachable(asked);
  }
}

async function end({ db, timeZone, sync, brought }: Running, now: number, came: Marked): Promise<void> {
  const full = sync.kind === 'full';
  const next_at = full ? nextNight(now, timeZone) : now + EVERY_MS;
  switch (came) {
    case 'all':
      await endSync(db, sync, { ended_at: now, fault: null, since: sync.started_at, ...brought, next_at });
      // What changed before it began has just been brought.
      return full ? updateSince(db, 'changes', sync.started_at ?? 0) : undefined;
    case 'shrunk':
      return endSync(db, sync, { ended_at: now, fault: came, ...brought, next_at });
    case 'cut-off':
      return endSync(db, sync, { next_at: now });
  }
}

/** Companies first: only then it is known whose contacts those are. */
async function bring(running: Running, connector: PsaConnector): Promise<Marked> {
  const { db, clock, sync, brought } = running;
  const full = sync.kind === 'full' || sync.since === null;
  const since = full ? undefined : (sync.since ?? 0) - OVERLAP_MS;
  for await (const companies of connector.listCompanies(since)) {
    const goesOn = await takeOver(running, async (trx) => {
      for (const psaId of await copyCompanies(trx, clock(), companies)) await followCompany(trx, clock(), psaId);
    });
    if (!goesOn) return 'cut-off';
    brought.companies += companies.length;
  }
  for await (const contacts of connector.listContacts(since)) {
    if (!(await takeOver(running, (trx) => copyContacts(trx, clock(), contacts)))) return 'cut-off';
    brought.contacts += contacts.length;
  }
  const write = (work: (trx: Db) => Promise<unknown>) => takeOver(running, work);
  const missing = { since: sync.started_at ?? 0, shown: brought, accepted: sync.fault === 'accepted' };
  const came = full ? await markMissing({ db, clock, write }, connector, missing) : 'all';
  if (came === 'cut-off') return came;
  if (full) await markAllBringDue(db);
  await bringOverDue(running);
  return came;
}

/** False, and nothing is written, once the process stops, another one has taken over or the PSA was disconnected. */
async function takeOver(
  { db, clock, sync, stopping }: Running,
  write: (trx: Db) => Promise<unknown>,
): Promise<boolean> {
  if (stopping.aborted) return false;
  return transaction(db, async (trx) => {
    const ours = await prolongSync(trx, sync, clock() + SYNC_LEASE_MS);
    if (ours) await write(trx);
    return ours;
  });
}
