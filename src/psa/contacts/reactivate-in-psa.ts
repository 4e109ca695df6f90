import { record } from '../../audit/audit-store.js';
import { transaction } from '../../db/transaction.js';
import type { PsaContact } from '../connector.js';
import { usableAddresses } from '../exactly.js';
import { PsaFault } from '../fault.js';
import { markContactGone } from '../sync/missing-store.js';
import { bringOver } from './bring-over.js';
import { copyContacts } from './copy.js';
import { type ContactLink, holdLinkedCompany } from './copy-store.js';
import { CREATION_LEASE_MS, type Creation, updateClaimedCreation } from './creation-store.js';
import { type Job, notConnected, notDone, type Tried } from './tried.js';

/** A linked contact that is to be made active there, and which one that is. */
type Reactivation = Job & { psaId: string };

const STILL_INACTIVE = new PsaFault('broken', { detail: 'the contact is still inactive', perhapsDone: true });

/**
 * Makes a contact active there that is inactive and nothing else. What it has become meanwhile is taken over instead, and that
 * it is active now is believed once it says so itself. To ask for it twice does no harm, so that nothing is waited for.
 */
export async function reactivateInPsa(job: Reactivation): Promise<Tried> {
  const { db, clock, psa, creation } = job;
  const posted = creation.posted_at !== null;
  const before = await look(job, posted);
  if (before.kind !== 'shown') return before;
  const { there } = before;
  const isDone = posted && there !== undefined && there.refusal === undefined;
  if (!isToReactivate(there, job)) return takeOver(job, there, isDone ? 'reactivated-in-psa' : 'found-in-psa');
  const now = clock();
  // Committed before the PSA hears of it, unless somebody has decided otherwise while it was asked.
  const posting = { posted_at: now, lease_until: now + CREATION_LEASE_MS };
  if (!(await updateClaimedCreation(db, creation, now, posting))) return { kind: 'dropped' };
  const asked = await psa.ask((connector) => connector.reactivateContact(there), 'creating');
  if (asked.kind === 'not-connected') return notConnected(clock);
  if (asked.kind === 'no-answer') return notDone(job, asked.fault);
  const after = await look(job, true);
  if (after.kind !== 'shown') return after;
  if (isToReactivate(after.there, job)) return { kind: 'no-answer', fault: STILL_INACTIVE, posted: true };
  return takeOver(job, after.there, 'reactivated-in-psa');
}

/** How the contact stands there; undefined: it is gone. */
async function look(
  { clock, psa, psaId }: Reactivation,
  posted: boolean,
): Promise<{ kind: 'shown'; there: PsaContact | undefined } | Tried> {
  const asked = await psa.ask((connector) => connector.findContact(psaId));
  if (asked.kind === 'not-connected') return notConnected(clock);
  if (asked.kind === 'no-answer') return { ...asked, posted };
  if (asked.value === 'unreadable') return { kind: 'needs-attention', reason: 'unreadable', detail: psaId };
  return { kind: 'shown', there: asked.value };
}

/** Whether a job is about the contact there that ours is linked to, and not about one that is to be created. */
export function isReactivation({ reactivates }: Pick<Creation, 'reactivates'>, link: ContactLink | undefined): boolean {
  return reactivates === 1 && link?.refusal === 'inactive';
}

/** Whether it still is the contact that was proven, and inactive. */
function isToReactivate(there: PsaContact | undefined, { contact, psaCompanyId }: Job): there is PsaContact {
  if (there?.refusal !== 'inactive' || there.companyId !== psaCompanyId) return false;
  return usableAddresses(there)[0] === contact.address;
}

/** Has ours follow what the PSA says now: from here on nothing else counts. */
async function takeOver(
  { db, clock, creation, contact, psaId }: Reactivation,
  there: PsaContact | undefined,
  how: 'found-in-psa' | 'reactivated-in-psa',
): Promise<Tried> {
  const { id: contactId, company_id: companyId, address } = contact;
  await transaction(db, async (trx) => {
    const now = clock();
    await holdLinkedCompany(trx, companyId);
    if (there) await copyContacts(trx, now, [there]);
    else await markContactGone(trx, psaId);
    await updateClaimedCreation(trx, creation, now, { reactivates: 0 });
    await bringOver(trx, now, companyId);
    if (how !== 'reactivated-in-psa') return;
    const subject = { contactId, companyId, address, trace: `as ${psaId}` };
    await record(trx, now, { kind: 'contact', outcome: how, ...subject });
  });
  return { kind: 'linked', how, psaId };
}
