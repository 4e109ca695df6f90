import { record } from '../../audit/audit-store.js';
import type { Clock } from '../../clock.js';
import { type Contact, findContact, findContactAtCompany, isActive } from '../../contacts/contact-store.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import { findPsaCompanyOf } from '../companies/company-link-store.js';
import type { PsaConnection } from '../connection.js';
import type { PsaContact } from '../connector.js';
import type { PsaFault } from '../fault.js';
import { oneLine } from '../http/answers.js';
import { bringOver } from './bring-over.js';
import { copyContacts } from './copy.js';
import { findLinkOfContact, holdLinkedCompany, linkContacts } from './copy-store.js';
import { CREATION_LEASE_MS, type Creation, updateClaimedCreation } from './creation-store.js';

export interface CreationDeps {
  db: Db;
  clock: Clock;
  psa: Pick<PsaConnection, 'ask'>;
}

/** What one try has come to. */
export type Tried =
  | { kind: 'linked'; how: 'created-in-psa' | 'found-in-psa'; psaId: string }
  /** Somebody else is at it, or there is nothing to do any more. */
  | { kind: 'dropped' }
  | { kind: 'company-not-linked' }
  /** Nobody who may not sign in is created there: it would let them in. */
  | { kind: 'inactive' }
  /** The PSA gives no answer to a question; `posted`: perhaps it has created the contact all the same. */
  | { kind: 'no-answer'; fault: PsaFault; posted: boolean }
  /** It may have been created a moment ago, and a search need not show it yet. Or there is no secret to ask with. */
  | { kind: 'too-soon'; at: number }
  | { kind: 'needs-attention'; reason: NeedsAttention; detail: string };

type NeedsAttention = 'several' | 'elsewhere' | 'other-contact' | 'unreadable' | 'refused';

/** Where a creation stands that was claimed. */
interface Job extends CreationDeps {
  creation: Creation;
  contact: Contact;
  psaCompanyId: string;
}

/**
 * After an answer that was lost nothing is created for so long: a search may lag behind, and the PSA may still be at work on
 * what we gave up. Nobody waits for it.
 */
export const QUIET_MS = 5 * 60_000;
/** So many are named of those whom a search has found. */
const NAMED = 5;

/** Links a contact with its record in the PSA, and creates that when a search shows none; never twice, whatever dies when. */
export async function createInPsa(deps: CreationDeps, creation: Creation): Promise<Tried> {
  const { db, clock, psa } = deps;
  const contact = await findContact(db, creation.contact_id);
  const atCompany = await findContactAtCompany(db, creation.contact_id);
  if (!contact || !atCompany) return { kind: 'dropped' };
  const linked = await findLinkOfContact(db, contact.id);
  if (linked) return { kind: 'linked', how: 'found-in-psa', psaId: linked.psa_id };
  if (!isActive(atCompany)) return { kind: 'inactive' };
  const company = await findPsaCompanyOf(db, contact.company_id);
  if (!company) return { kind: 'company-not-linked' };
  const job = { ...deps, creation, contact, psaCompanyId: company.psa_id };
  const unreadable: string[] = [];
  const found = await psa.ask((connector) =>
    connector.findContactsByAddress(contact.address, (id, why) => unreadable.push(`${id} (${why})`)),
  );
  if (found.kind === 'not-connected') return { kind: 'too-soon', at: clock() + QUIET_MS };
  if (found.kind === 'no-answer') return { ...found, posted: false };
  const taken = await takeFound(job, found.value);
  if (taken) return taken;
  const [detail] = unreadable; // it may be the contact itself
  return detail === undefined ? create(job) : { kind: 'needs-attention', reason: 'unreadable', detail };
}

/** What is there already: the contact itself, or what an administrator has to look at before another one is made. */
async function takeFound(job: Job, found: PsaContact[]): Promise<Tried | undefined> {
  if (found.length === 0) return undefined;
  const { db, clock, contact, creation, psaCompanyId } = job;
  const linked = await transaction(db, async (trx) => {
    await copyContacts(trx, clock(), found);
    await bringOver(trx, clock(), contact.company_id);
    return findLinkOfContact(trx, contact.id);
  });
  if (linked) return { kind: 'linked', how: 'found-in-psa', psaId: linked.psa_id };
  if (creation.reason === 'approved') return undefined;
  const here = found.filter(({ companyId }) => companyId === psaCompanyId);
  const reason = here.length === 0 ? 'elsewhere' : here.length > 1 ? 'several' : 'other-contact';
  return { kind: 'needs-attention', reason, detail: nameAll(here.length === 0 ? found : here) };
}

/** As an administrator may read it, and as both databases store it. */
function nameAll(found: PsaContact[]): string {
  const named = found
    .slice(0, NAMED)
    .map(({ firstName, lastName, id }) => `${oneLine(`${firstName} ${lastName}`)} (${oneLine(id)})`);
  return [...named, ...(found.length > NAMED ? ['…'] : [])].join(', ');
}

async function create(job: Job): Promise<Tried> {
  const { db, clock, psa, creation, contact, psaCompanyId: companyId } = job;
  const now = clock();
  const quietUntil = (creation.posted_at ?? -QUIET_MS) + QUIET_MS;
  if (now < quietUntil) return { kind: 'too-soon', at: quietUntil };
  // Committed before the PSA hears of it: whoever takes over knows that it may have been done.
  const posting = { posted_at: now, lease_until: now + CREATION_LEASE_MS };
  if (!(await updateClaimedCreation(db, creation, now, posting))) return { kind: 'dropped' };
  const { first_name: firstName, last_name: lastName, address } = contact;
  const wanted = { companyId, firstName, lastName, address };
  const created = await psa.ask((connector) => connector.createContact(wanted), 'creating');
  if (created.kind === 'not-connected') {
    await updateClaimedCreation(db, creation, clock(), { posted_at: creation.posted_at });
    return { kind: 'too-soon', at: clock() + QUIET_MS };
  }
  if (created.kind === 'no-answer') return notCreated(job, created.fault);
  await transaction(db, (trx) => recordCreated(trx, clock(), job, created.value));
  return { kind: 'linked', how: 'created-in-psa', psaId: created.value.id };
}

async function notCreated({ db, clock, creation }: Job, fault: PsaFault): Promise<Tried> {
  const posted = fault.details.perhapsDone === true;
  if (!posted) await updateClaimedCreation(db, creation, clock(), { posted_at: null });
  const { detail = '' } = fault.details;
  // A 404 in its own words is its answer: the company is not there, say. Without words it may be a proxy's.
  const refused = fault.kind === 'refused' || (fault.kind === 'not-found' && detail !== '');
  return refused ? { kind: 'needs-attention', reason: 'refused', detail } : { kind: 'no-answer', fault, posted };
}

/** The sync may have brought it over already; then this says what is there. Unlinked meanwhile, it follows nothing here. */
async function recordCreated(trx: Db, now: number, { contact }: Job, created: PsaContact): Promise<void> {
  const { id: contact_id, company_id: companyId, address } = contact;
  const company = await holdLinkedCompany(trx, companyId);
  if (company?.psa_id === created.companyId) {
    await copyContacts(trx, now, [created]);
    await linkContacts(trx, [{ psa_id: created.id, contact_id }]);
  }
  const subject = { contactId: contact_id, companyId, address, trace: `as ${created.id}` };
  await record(trx, now, { kind: 'contact', outcome: 'created-in-psa', ...subject });
}
