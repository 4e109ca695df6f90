import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import { queueForPsa } from '../contact-creation/psa-queue-store.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { newId } from '../id.js';
import { deleteSessionsOf } from '../sessions/session-store.js';
import { type Contact, insertContactOnce, updateContactActive } from './contact-store.js';
import type { NewContact } from './create-contact.js';

export interface ContactDeps {
  db: Db;
  clock: Clock;
}

export type ContactAdded = { kind: 'added'; contactId: string } | { kind: 'address-taken' };

/** Adds a contact by hand. One address may be a contact of several companies, but of each only once. */
export async function addContact({ db, clock }: ContactDeps, wanted: NewContact, by: Actor): Promise<ContactAdded> {
  const now = clock();
  const { address, companyId, firstName, lastName } = wanted;
  return transaction(db, async (trx): Promise<ContactAdded> => {
    const id = newId(now);
    const names = { first_name: firstName, last_name: lastName };
    const contact = { id, company_id: companyId, address, ...names, active: 1, created_at: now } as const;
    if (!(await insertContactOnce(trx, contact)).inserted) return { kind: 'address-taken' };
    await queueForPsa(trx, now, id);
    const subject = { address, companyId, contactId: id, ...actedBy(by, `${firstName} ${lastName}`) };
    await record(trx, now, { kind: 'contact', outcome: 'added', ...subject });
    return { kind: 'added', contactId: id };
  });
}

/** Switches a contact on or off. Off ends their sessions, so that on does not bring an old one back to life. */
export async function setContactActive(
  { db, clock }: ContactDeps,
  contact: Contact,
  active: boolean,
  by: Actor,
): Promise<void> {
  await transaction(db, async (trx) => {
    if (!(await updateContactActive(trx, contact.id, active))) return;
    if (!active) await deleteSessionsOf(trx, { contactId: contact.id });
    const outcome = active ? 'activated' : 'deactivated';
    await record(trx, clock(), { kind: 'contact', outcome, ...subjectOf(contact), ...actedBy(by) });
  });
}

/** Signs a contact out everywhere and answers how many sessions that were. */
export async function endContactSessions({ db, clock }: ContactDeps, contact: Contact, by: Actor): Promise<number> {
  return transaction(db, async (trx) => {
    const ended = await deleteSessionsOf(trx, { contactId: contact.id });
    const done = actedBy(by, `sessions: ${ended}`);
    await record(trx, clock(), { kind: 'signed-out', outcome: 'by-administrator', ...subjectOf(contact), ...done });
    return ended;
  });
}

function subjectOf({ id, address, company_id: companyId }: Contact) {
  return { contactId: id, address, companyId };
}
