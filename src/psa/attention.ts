import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import { findContact } from '../contacts/contact-store.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import {
  type Attended,
  markNoteDone,
  type NoteKey,
  updateAttended,
  updateWaiting,
  type WayOut,
} from './attention-store.js';
import { bringOver } from './contacts/bring-over.js';
import { findLinkOfContact, holdLinkedCompany } from './contacts/copy-store.js';
import { isReactivation } from './contacts/reactivate-in-psa.js';

export interface AttentionDeps {
  db: Db;
  clock: Clock;
  psa: { wake(): void };
}

/** `perhaps-created`: it is not tried again, but an answer is missing. `gone`: it needs no attention any more. */
export type Left = 'left' | 'perhaps-created' | 'kept-out' | 'gone';

type Act = 'retried' | 'approved' | 'dismissed';

/** What somebody may decide to create all the same: the PSA has others under the address, which may be as it should be. */
export const APPROVABLE: readonly string[] = ['several', 'elsewhere'];

/** Tries at once, and from the beginning, to create a contact in the PSA. False when it needs no attention any more. */
export async function retryCreation(deps: AttentionDeps, contactId: string, by: Actor): Promise<boolean> {
  const wayOut = { change: again(deps.clock(), null) };
  return (await settle(deps, contactId, 'retried', wayOut, by)) !== undefined;
}

/** Creates the contact although the PSA has others under its address. False when that is not, or no longer, the question. */
export async function approveCreation(deps: AttentionDeps, contactId: string, by: Actor): Promise<boolean> {
  const wayOut = { change: again(deps.clock(), 'approved'), reasons: APPROVABLE };
  return (await settle(deps, contactId, 'approved', wayOut, by)) !== undefined;
}

/**
 * Gives up creating a contact in the PSA; here it stays. What the PSA has been asked to create already is still linked. One
 * that is there and was to be made active is kept out again, as long as it is inactive there.
 */
export async function dismissCreation(deps: AttentionDeps, contactId: string, by: Actor): Promise<Left> {
  const dismissed = await settle(deps, contactId, 'dismissed', { change: dismissal(deps.clock()) }, by);
  return dismissed?.reactivation ? 'kept-out' : leftOf(dismissed ? [dismissed] : []);
}

/** The same for everybody who waits for their company to be linked; who comes later waits again. */
export async function dismissWaiting({ db, clock }: AttentionDeps, companyId: string, by: Actor): Promise<Left> {
  const now = clock();
  return transaction(db, async (trx) => {
    const dismissed = await updateWaiting(trx, companyId, dismissal(now));
    if (dismissed.length === 0) return 'gone';
    const trace = `who waited for the link: ${dismissed.length}`;
    await record(trx, now, { kind: 'psa', outcome: 'creation-dismissed', companyId, ...actedBy(by, trace) });
    return leftOf(dismissed);
  });
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

/** Answers what the creation was, and whether it is about one that is there and inactive. */
async function settle(
  { db, clock, psa }: AttentionDeps,
  contactId: string,
  act: Act,
  wayOut: WayOut,
  by: Actor,
): Promise<(Attended & { reactivation: boolean }) | undefined> {
  const settled = await transaction(db, async (trx) => {
    const contact = await findContact(trx, contactId);
    if (!contact) return undefined;
    const { company_id: companyId } = contact;
    await holdLinkedCompany(trx, companyId); // first, as bringOver does
    const attended = await updateAttended(trx, contactId, wayOut);
    if (!attended) return undefined;
    const reactivation = isReactivation(attended, await findLinkOfContact(trx, contactId));
    const outcome =
      reactivation && act !== 'approved' ? (`reactivation-${act}` as const) : (`creation-${act}` as const);
    const trace = attended.posted ? 'perhaps it is there: an answer is missing' : '';
    await record(trx, clock(), { kind: 'psa', outcome, contactId, companyId, ...actedBy(by, trace) });
    // Who is not made active there is kept out by that again.
    if (reactivation && act === 'dismissed') await bringOver(trx, clock(), companyId);
    return { ...attended, reactivation };
  });
  psa.wake();
  return settled;
}

function again(now: number, reason: 'approved' | null) {
  return { state: 'waiting', reason, detail: null, tries: 0, next_try_at: now } as const;
}

function dismissal(now: number) {
  return { state: 'done', reason: 'dismissed', ended_at: now } as const;
}

function leftOf(dismissed: Pick<Attended, 'posted'>[]): Left {
  if (dismissed.length === 0) return 'gone';
  return dismissed.some(({ posted }) => posted) ? 'perhaps-created' : 'left';
}
