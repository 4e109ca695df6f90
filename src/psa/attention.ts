import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { AuditEvent } from '../audit/event.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { markNoteDone, type NoteKey, updateAttended, type WayOut } from './attention-store.js';

export interface AttentionDeps {
  db: Db;
  clock: Clock;
  psa: { wake(): void };
}

type Outcome = Extract<AuditEvent, { kind: 'psa' }>['outcome'];

/** What somebody may decide to create all the same: the PSA has others under the address, which may be as it should be. */
export const APPROVABLE: readonly string[] = ['several', 'elsewhere'];

/** Tries at once, and from the beginning, to create a contact in the PSA. False when it needs no attention any more. */
export async function retryCreation(deps: AttentionDeps, contactId: string, by: Actor): Promise<boolean> {
  return settle(deps, contactId, 'creation-retried', { change: again(deps.clock(), null) }, by);
}

/** Creates the contact although the PSA has others under its address. False when that is not, or no longer, the question. */
export async function approveCreation(deps: AttentionDeps, contactId: string, by: Actor): Promise<boolean> {
  const wayOut = { change: again(deps.clock(), 'approved'), reasons: APPROVABLE };
  return settle(deps, contactId, 'creation-approved', wayOut, by);
}

/** Gives up creating a contact in the PSA; here it stays. False when it needs no attention any more. */
export async function dismissCreation(deps: AttentionDeps, contactId: string, by: Actor): Promise<boolean> {
  const change = { state: 'done', reason: 'dismissed', ended_at: deps.clock() } as const;
  return settle(deps, contactId, 'creation-dismissed', { change }, by);
}

/** Takes a note off the list that somebody has looked after. False when it is not there any more. */
export async function removeNote({ db, clock }: AttentionDeps, note: NoteKey, by: Actor): Promise<boolean> {
  const now = clock();
  return transaction(db, async (trx) => {
    if (!(await markNoteDone(trx, now, note))) return false;
    const about = { companyId: note.companyId, ...actedBy(by, `${note.kind}: ${note.subject}`) };
    await record(trx, now, { kind: 'psa', outcome: 'note-done', ...about });
    return true;
  });
}

async function settle(
  { db, clock, psa }: AttentionDeps,
  contactId: string,
  outcome: Outcome,
  wayOut: WayOut,
  by: Actor,
): Promise<boolean> {
  const settled = await transaction(db, async (trx) => {
    const creation = await updateAttended(trx, contactId, wayOut);
    if (creation) await record(trx, clock(), { kind: 'psa', outcome, ...creation, ...actedBy(by) });
    return creation !== undefined;
  });
  psa.wake();
  return settled;
}

function again(now: number, reason: 'approved' | null) {
  return { state: 'waiting', reason, detail: null, tries: 0, next_try_at: now } as const;
}
