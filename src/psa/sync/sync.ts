import type { Clock } from '../../clock.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import type { Log } from '../../log.js';
import { unreachable } from '../../unreachable.js';
import { followCompany } from '../companies/follow-companies.js';
import type { Asked, PsaConnection } from '../connection.js';
import type { PsaConnector } from '../connector.js';
import { bringOverDue } from '../contacts/bring-over.js';
import { copyCompanies, copyContacts } from '../contacts/copy.js';
import { markAllBringDue } from '../contacts/copy-store.js';
import type { PsaFaultKind } from '../fault.js';
import { LeftOut } from './left-out.js';
import { type Marked, markMissing } from './mark-missing.js';
import { markSeen } from './missing-store.js';
import { nextNight } from './next-night.js';
import { readWhole } from './read-whole.js';
import { endSync, type PsaSync, prolongSync, updateSince } from './sync-store.js';
import { waitInSync } from './wait-in-sync.js';

export interface SyncDeps {
  db: Db;
  clock: Clock;
  log: Log;
  timeZone: string;
  psa: Pick<PsaConnection, 'ask'>;
}

/** Why a sync did not do all that it should. `shrunk`: see markMissing. `failed`: it is our own fault, and the log says more. */
export type SyncFault = PsaFaultKind | 'shrunk' | 'failed';

/** A process that dies loses it, and then the sync is due again. */
export const SYNC_LEASE_MS = 5 * 60_000;
const MINUTE = 60_000;
const EVERY_MS = 15 * MINUTE;
/** The PSA's clock need not be ours, and what it shows may lag behind what was saved there. */
const OVERLAP_MS = 10 * MINUTE;
const CUT_OFF: Marked = { kind: 'cut-off' };

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
  try {
    const asked = await psa.ask((connector) => bring(running, connector), 'reading', wait);
    leftOut.tell(log);
    await end(running, asked);
  } catch (error) {
    log.error({ error, sync: sync.kind }, 'A sync could not be done');
    await endWith(running, 'failed', nextTurn(running));
  }
}

async function end(running: Running, asked: Asked<Marked>): Promise<void> {
  const { db, clock, sync, stopping } = running;
  switch (asked.kind) {
    case 'answered':
      return follow(running, asked.value);
    case 'no-answer': {
      if (stopping.aborted) return follow(running, CUT_OFF);
      const { kind, details } = asked.fault;
      return endWith(running, kind, clock() + Math.max(details.retryAfterMs ?? 0, EVERY_MS));
    }
    case 'not-connected':
      return endSync(db, sync, { next_at: clock() + EVERY_MS });
    default:
      return unreachable(asked);
  }
}

/** Has ours follow what came over. What cannot stays due, and is tried again by the next sync. */
async function follow(running: Running, came: Marked): Promise<void> {
  const { db, clock, log, sync } = running;
  if (came.kind === 'cut-off') return endSync(db, sync, { next_at: clock() });
  const fault = await bringOverDue(running).then(
    () => null,
    (error: unknown) => {
      log.error({ error, sync: sync.kind }, 'Contacts could not follow the PSA');
      return 'failed' as const;
    },
  );
  if (came.kind === 'shrunk')
    return endWith(running, came.kind, nextTurn(running), { missing: came.missing, accepted: 0 });
  await endWith(running, fault, nextTurn(running), { since: sync.started_at, missing: 0, accepted: 0 });
  // What changed before it began has just been brought.
  if (sync.kind === 'full') await updateSince(db, 'changes', sync.started_at ?? 0);
}

async function endWith(
  running: Running,
  fault: SyncFault | null,
  next_at: number,
  known: Partial<Pick<PsaSync, 'since' | 'missing' | 'accepted'>> = {},
): Promise<void> {
  const { db, clock, sync } = running;
  await endSync(db, sync, { ended_at: clock(), fault, ...readBy(running), next_at, ...known });
}

function nextTurn({ sync, clock, timeZone }: Running): number {
  return sync.kind === 'full' ? nextNight(clock(), timeZone) : clock() + EVERY_MS;
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
    if (!goesOn) return CUT_OFF;
    brought.companies += companies.length;
  }
  for await (const contacts of connector.listContacts(since, leftOut.hear.contacts)) {
    const shown = full ? await readWhole(db, connector, contacts) : contacts;
    if (!(await takeOver(running, (trx) => copyContacts(trx, clock(), shown)))) return CUT_OFF;
    brought.contacts += contacts.length;
  }
  const write = (work: (trx: Db) => Promise<unknown>) => takeOver(running, work);
  const seen = await write(async (trx) => {
    for (const kind of ['companies', 'contacts'] as const) await markSeen(trx, kind, leftOut.ids(kind), clock());
  });
  if (!seen) return CUT_OFF;
  if (!full) return { kind: 'all' };
  const missing = { since: sync.started_at ?? 0, shown: brought, accepted: sync.accepted };
  const came = await markMissing({ db, clock, write, unreadable: leftOut.hear }, connector, missing);
  if (came.kind !== 'cut-off') await markAllBringDue(db);
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
