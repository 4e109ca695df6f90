import type { Clock } from '../../clock.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import type { Log } from '../../log.js';
import { unreachable } from '../../unreachable.js';
import { followCompany } from '../companies/follow-companies.js';
import type { PsaConnection } from '../connection.js';
import type { PsaConnector } from '../connector.js';
import { bringOverDue } from '../contacts/bring-over.js';
import { copyCompanies, copyContacts } from '../contacts/copy.js';
import { markAllBringDue } from '../contacts/copy-store.js';
import type { PsaFaultKind } from '../fault.js';
import { LeftOut } from './left-out.js';
import { type Marked, markMissing } from './mark-missing.js';
import { markSeen } from './missing-store.js';
import { nextNight } from './next-night.js';
import { endSync, type PsaSync, prolongSync, updateSince } from './sync-store.js';
import { waitInSync } from './wait-in-sync.js';

export interface SyncDeps {
  db: Db;
  clock: Clock;
  log: Log;
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
  leftOut: LeftOut;
  stopping: AbortSignal;
}

/** Runs a claimed sync to its end: what changed since the last one, or everything, with what has vanished there. */
export async function runSync(deps: SyncDeps, sync: PsaSync, stopping: AbortSignal): Promise<void> {
  const { db, clock, log, psa } = deps;
  const leftOut = new LeftOut();
  const running = { ...deps, sync, brought: { companies: 0, contacts: 0 }, leftOut, stopping };
  const wait = waitInSync({ clock, stopping, prolong: () => prolong(db, running) });
  const asked = await psa.ask((connector) => bring(running, connector), 'reading', wait);
  leftOut.tell(log);
  const now = clock();
  switch (asked.kind) {
    case 'answered':
      return end(running, now, asked.value);
    case 'no-answer': {
      if (stopping.aborted) return end(running, now, 'cut-off');
      const { kind: fault, details } = asked.fault;
      const next_at = now + Math.max(details.retryAfterMs ?? 0, EVERY_MS);
      return endSync(db, sync, { ended_at: now, fault, ...readBy(running), next_at });
    }
    case 'not-connected':
      return endSync(db, sync, { next_at: now + EVERY_MS });
    default:
      return unreachable(asked);
  }
}

async function end(running: Running, now: number, came: Marked): Promise<void> {
  const { db, timeZone, sync } = running;
  const full = sync.kind === 'full';
  const next_at = full ? nextNight(now, timeZone) : now + EVERY_MS;
  switch (came) {
    case 'all':
      await endSync(db, sync, {
        ended_at: now,
        fault: null,
        since: sync.started_at,
        ...readBy(running),
        accepted: 0,
        next_at,
      });
      // What changed before it began has just been brought.
      return full ? updateSince(db, 'changes', sync.started_at ?? 0) : undefined;
    case 'shrunk':
      return endSync(db, sync, { ended_at: now, fault: came, ...readBy(running), next_at });
    case 'cut-off':
      return endSync(db, sync, { next_at: now });
  }
}

function readBy({ brought, leftOut }: Running) {
  return { ...brought, unreadable: leftOut.count };
}

/** Companies first: only then it is known whose contacts those are. */
async function bring(running: Running, connector: PsaConnector): Promise<Marked> {
  const { db, clock, sync, brought, leftOut } = running;
  // A clock that was ahead may have said since when; then nobody knows.
  const full = sync.kind === 'full' || sync.since === null || sync.since > clock();
  const since = full ? undefined : (sync.since ?? 0) - OVERLAP_MS;
  for await (const companies of connector.listCompanies(since, leftOut.hear.companies)) {
    const goesOn = await takeOver(running, async (trx) => {
      for (const psaId of await copyCompanies(trx, clock(), companies)) await followCompany(trx, clock(), psaId);
    });
    if (!goesOn) return 'cut-off';
    brought.companies += companies.length;
  }
  for await (const contacts of connector.listContacts(since, leftOut.hear.contacts)) {
    if (!(await takeOver(running, (trx) => copyContacts(trx, clock(), contacts)))) return 'cut-off';
    brought.contacts += contacts.length;
  }
  const write = (work: (trx: Db) => Promise<unknown>) => takeOver(running, work);
  const seen = await write(async (trx) => {
    for (const kind of ['companies', 'contacts'] as const) await markSeen(trx, kind, leftOut.ids(kind), clock());
  });
  if (!seen) return 'cut-off';
  const missing = { since: sync.started_at ?? 0, shown: brought, accepted: sync.accepted === 1 };
  const came = full ? await markMissing({ db, clock, write, unreadable: leftOut.hear }, connector, missing) : 'all';
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
    const ours = await prolong(trx, { clock, sync });
    if (ours) await write(trx);
    return ours;
  });
}

async function prolong(db: Db, { clock, sync }: Pick<Running, 'clock' | 'sync'>): Promise<boolean> {
  return prolongSync(db, sync, clock() + SYNC_LEASE_MS);
}
