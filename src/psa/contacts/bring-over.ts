import { record } from '../../audit/audit-store.js';
import type { Clock } from '../../clock.js';
import { findContact } from '../../contacts/contact-store.js';
import {
  listContactsOfCompany,
  updateContactAddress,
  updateContactNames,
  updatePsaRefusal,
} from '../../contacts/followed-contact-store.js';
import { addressesByContact, type FurtherAddress, listFurtherAddresses } from '../../contacts/further-address-store.js';
import type { PsaRefusal } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import { deleteLinksOfContact } from '../../directory/account-store.js';
import { deleteSessionsOf } from '../../sessions/session-store.js';
import { addFurtherAddresses, endFurtherAddresses } from './bring-further-addresses.js';
import { bringNewContacts } from './bring-new-contacts.js';
import type { ContactPlan, OurContact } from './contact-plan.js';
import {
  type CopiedContact,
  deleteContactLinks,
  holdLinkedCompany,
  linkContacts,
  listContactsThere,
  listDueCompanies,
  listLinks,
  markBringDue,
  markNamesFollowed,
} from './copy-store.js';
import { endReactivation, listReturning } from './creation-store.js';
import { type EndedAddress, endSignIns } from './end-sign-ins.js';
import { insertNote, replaceNotes } from './note-store.js';
import { ownAddressOf } from './plan-addresses.js';
import { planContacts } from './plan-contacts.js';

/** Where it happens, and when. */
interface Place {
  trx: Db;
  now: number;
  companyId: string;
}

/**
 * Makes the contacts of a linked company follow the copy: new ones, names, addresses, states. Whoever may not sign in any
 * more is signed out, and so is whose address has become somebody else's. Nothing happens for a company that is not linked.
 */
export async function bringOver(trx: Db, now: number, companyId: string): Promise<void> {
  const company = await holdLinkedCompany(trx, companyId);
  if (!company) return;
  const place = { trx, now, companyId };
  const had = await listFurtherAddresses(trx, companyId);
  const ours = await readOurs(place, had);
  const plan = planContacts(await listContactsThere(trx, company.psa_id), ours);
  await endSignIns(trx, handedOver(plan));
  await relink(place, plan);
  const further = { companyId, had, planned: plan.further };
  await endFurtherAddresses(trx, now, further);
  for (const one of plan.addresses) await readdress(place, one);
  for (const { contact, there } of plan.names) await rename(place, contact, there);
  for (const { contact, refusal } of plan.refusals) await refuse(place, contact, refusal);
  for (const contact of plan.gone) await refuse(place, contact, 'gone');
  await bringNewContacts(trx, now, companyId, plan.inserts);
  await endElsewhere(place, plan, ours);
  await noteMoves(place, plan);
  const brought = plan.inserts.length + plan.links.filter(({ kind }) => kind === 'linked').length;
  if (brought > 0) {
    const trace = `new: ${plan.inserts.length}; linked: ${brought - plan.inserts.length}`;
    await record(trx, now, { kind: 'psa', outcome: 'contacts-brought', companyId, trace });
  }
  await addFurtherAddresses(trx, now, { ...further, before: ours });
  await replaceNotes(trx, now, 'double', companyId, doubleNotes(plan));
  await markBringDue(trx, [company.psa_id], 0);
}

/**
 * Brings over what is due, of these companies of the PSA or of all: each in a commit of its own, so that nobody waits for long,
 * and one that fails holds up no other. Throws at the end then, and that one stays due.
 */
export async function bringOverDue({ db, clock }: { db: Db; clock: Clock }, psaIds?: string[]): Promise<void> {
  const errors: unknown[] = [];
  for (const { company_id } of await listDueCompanies(db, psaIds)) {
    await transaction(db, (trx) => bringOver(trx, clock(), company_id)).catch((error) => errors.push(error));
  }
  if (errors.length > 0) throw new AggregateError(errors, 'Companies could not be brought over');
}

async function readOurs({ trx, companyId }: Place, had: FurtherAddress[]): Promise<OurContact[]> {
  const links = await listLinks(trx, companyId);
  const psaIds = new Map(links.map(({ contact_id, psa_id }) => [contact_id, psa_id]));
  const further = addressesByContact(had);
  const contacts = await listContactsOfCompany(trx, companyId);
  // After the contacts: of whoever comes back at this moment the job is seen, too.
  const returning = await listReturning(trx, companyId);
  return contacts.map((contact) => ({
    ...contact,
    psa_id: psaIds.get(contact.id),
    further_addresses: further.get(contact.id) ?? [],
    returning: returning.has(contact.id),
  }));
}

/** The addresses that open something else from now on. */
function handedOver({ links, addresses }: ContactPlan): EndedAddress[] {
  const moved = links.filter(({ kind }) => kind === 'moved');
  return [...moved, ...addresses].map(({ contact: { id: contactId, address } }) => ({ contactId, address }));
}

/** All that ends is taken away first: a contact has one link, and is linked once. */
async function relink(place: Place, { links }: ContactPlan): Promise<void> {
  const { trx } = place;
  await deleteContactLinks(
    trx,
    links.flatMap(({ contact: { psa_id } }) => psa_id ?? []),
  );
  await linkContacts(
    trx,
    links.map(({ contact: { id: contact_id }, there: { psa_id } }) => ({ psa_id, contact_id })),
  );
  for (const { contact, there, kind } of links) if (kind === 'moved') await handOver(place, contact, there);
}

/** Somebody else has the address by now: what its former owner left behind opens nothing any more. */
async function handOver({ trx, now, companyId }: Place, contact: OurContact, there: CopiedContact): Promise<void> {
  const { id: contactId, address } = contact;
  await deleteLinksOfContact(trx, contactId);
  const trace = `${fullName(contact)} -> ${fullName(there)}`;
  await record(trx, now, { kind: 'contact', outcome: 'moved', contactId, companyId, address, trace });
}

/** No address comes to open somebody else's account without an administrator being told. */
async function noteMoves({ trx, now, companyId }: Place, { links, moves }: ContactPlan): Promise<void> {
  const handed = links
    .filter(({ kind }) => kind === 'moved')
    .map(({ contact, there }) => ({ address: ownAddressOf(there).address, from: contact, to: there }));
  for (const { address, from, to } of [...handed, ...moves]) {
    const detail = `${fullName(from)}’s, and is ${fullName(to)}’s`;
    await insertNote(trx, { kind: 'moved', company_id: companyId, subject: address, detail, created_at: now });
  }
}

async function readdress(
  { trx, now, companyId }: Place,
  { contact, address }: ContactPlan['addresses'][number],
): Promise<void> {
  await updateContactAddress(trx, contact.id, address);
  const trace = `${contact.address} -> ${address}`;
  await record(trx, now, { kind: 'contact', outcome: 'readdressed', contactId: contact.id, companyId, address, trace });
}

async function rename({ trx, now, companyId }: Place, contact: OurContact, there: CopiedContact): Promise<void> {
  const { id: contactId, address } = contact;
  await updateContactNames(trx, contactId, there);
  await markNamesFollowed(trx, there.psa_id);
  const trace = `${fullName(contact)} -> ${fullName(there)}`;
  await record(trx, now, { kind: 'contact', outcome: 'renamed', contactId, companyId, address, trace });
}

async function refuse(
  { trx, now, companyId }: Place,
  contact: Pick<OurContact, 'id' | 'address'>,
  refusal: PsaRefusal | null,
): Promise<void> {
  const { id: contactId, address } = contact;
  await updatePsaRefusal(trx, contactId, refusal);
  // After the row was changed: a sign-in of this moment holds it, and has left a session.
  if (refusal) await deleteSessionsOf(trx, { contactId });
  if (refusal) await endReactivation(trx, now, contactId);
  // Who is gone may come back as somebody else, and the Windows account be somebody's who is still there.
  if (refusal === 'gone') await deleteLinksOfContact(trx, contactId);
  const outcome = refusal ? 'kept-out-by-psa' : 'let-in-by-psa';
  await record(trx, now, { kind: 'contact', outcome, contactId, companyId, address, trace: refusal ?? '' });
}

/** Whoever was at another company until now has nothing there any more, whichever of the two is brought over first. */
async function endElsewhere({ trx, now }: Place, { inserts, links }: ContactPlan, ours: OurContact[]): Promise<void> {
  const here = new Set(ours.map(({ id }) => id));
  for (const { contact_id: before } of [...inserts, ...links.map(({ there }) => there)]) {
    const contact = before && !here.has(before) ? await findContact(trx, before) : undefined;
    if (!contact || contact.psa_refusal === 'gone') continue;
    await refuse({ trx, now, companyId: contact.company_id }, contact, 'gone');
  }
}

function doubleNotes({ doubles }: ContactPlan): { subject: string; detail: string }[] {
  return doubles.map(({ address, chosen, others }) => {
    const rest = others.map((other) => `${fullName(other)} (${other.psa_id})`).join(', ');
    return { subject: address, detail: `${fullName(chosen)} (${chosen.psa_id}), who signs in; ${rest}` };
  });
}

function fullName({ first_name, last_name }: { first_name: string; last_name: string }): string {
  return `${first_name} ${last_name}`.trim();
}
