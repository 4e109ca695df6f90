import { record } from '../../audit/audit-store.js';
import { findContact, findContactAtCompany, isActive } from '../../contacts/contact-store.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import { findPsaCompanyOf } from '../companies/company-link-store.js';
import type { PsaContact } from '../connector.js';
import { oneLine } from '../http/answers.js';
import { bringOver } from './bring-over.js';
import { copyContacts } from './copy.js';
import { type ContactLink, findLinkOfContact, holdLinkedCompany, linkContacts } from './copy-store.js';
import { CREATION_LEASE_MS, type Creation, updateClaimedCreation } from './creation-store.js';
import { isReactivation, reactivateInPsa } from './reactivate-in-psa.js';
import { type CreationDeps, type Job, notConnected, notDone, QUIET_MS, type Tried } from './tried.js';

/** So many are named of those whom a search has found. */
const NAMED = 5;

/**
 * Links a contact with its record in the PSA, and creates that when a search shows none; never twice, whatever dies when. One
 * that is there and inactive is made active where that was decided when its owner signed in.
 */
export async function createInPsa(deps: CreationDeps, creation: Creation): Promise<Tried> {
  const { db } = deps;
  const contact = await findContact(db, creation.contact_id);
  const atCompany = await findContactAtCompany(db, creation.contact_id);
  if (!contact || !atCompany) return { kind: 'dropped' };
  const linked = await findLinkOfContact(db, contact.id);
  if (linked && !isReactivation(creation, linked)) return found(linked);
  if (!isActive(atCompany)) return { kind: 'inactive' };
  const company = await findPsaCompanyOf(db, contact.company_id);
  if (!company) return { kind: 'company-not-linked' };
  const job = { ...deps, creation, contact, psaCompanyId: company.psa_id };
  return linked ? reactivateInPsa({ ...job, psaId: linked.psa_id }) : findOrCreate(job);
}

async function findOrCreate(job: Job): Promise<Tried> {
  const { clock, psa, contact } = job;
  const unreadable: string[] = [];
  const asked = await psa.ask((connector) =>
    connector.findContactsByAddress(contact.address, (id, why) => unreadable.push(`${id} (${why})`)),
  );
  if (asked.kind === 'not-connected') return notConnected(clock);
  if (asked.kind === 'no-answer') return { ...asked, posted: false };
  const taken = await takeFound(job, asked.value);
  if (taken) return taken;
  const [detail] = unreadable; // it may be the contact itself
  return detail === undefined ? create(job) : { kind: 'needs-attention', reason: 'unreadable', detail };
}

/** What is there already: the contact itself, or what an administrator has to look at before another one is made. */
async function takeFound(job: Job, there: PsaContact[]): Promise<Tried | undefined> {
  if (there.length === 0) return undefined;
  const { db, clock, contact, creation, psaCompanyId } = job;
  const linked = await transaction(db, async (trx) => {
    await copyContacts(trx, clock(), there);
    await bringOver(trx, clock(), contact.company_id);
    return findLinkOfContact(trx, contact.id);
  });
  if (linked)
    return isReactivation(creation, linked) ? reactivateInPsa({ ...job, psaId: linked.psa_id }) : found(linked);
  if (creation.reason === 'approved') return undefined;
  const here = there.filter(({ companyId }) => companyId === psaCompanyId);
  const reason = here.length === 0 ? 'elsewhere' : here.length > 1 ? 'several' : 'other-contact';
  return { kind: 'needs-attention', reason, detail: nameAll(here.length === 0 ? there : here) };
}

function found({ psa_id: psaId }: ContactLink): Tried {
  return { kind: 'linked', how: 'found-in-psa', psaId };
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
  const wanted = { companyId, firstName, lastName, address, sendBefore: posting.lease_until };
  const created = await psa.ask((connector) => connector.createContact(wanted), 'creating');
  if (created.kind === 'not-connected') {
    await updateClaimedCreation(db, creation, clock(), { posted_at: creation.posted_at });
    return notConnected(clock);
  }
  if (created.kind === 'no-answer') return notDone(job, created.fault);
  if (created.value.companyId !== companyId)
    return { kind: 'needs-attention', reason: 'elsewhere', detail: nameAll([created.value]) };
  await transaction(db, (trx) => recordCreated(trx, clock(), job, created.value));
  return { kind: 'linked', how: 'created-in-psa', psaId: created.value.id };
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
