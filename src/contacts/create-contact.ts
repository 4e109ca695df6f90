import { domainOf } from '../address/login-email.js';
import { record } from '../audit/audit-store.js';
import { queueForPsa } from '../contact-creation/psa-queue-store.js';
import type { Db } from '../db/schema.js';
import { newId } from '../id.js';
import { hit } from '../limits/counter-store.js';
import { deleteContact, insertContactOnce } from './contact-store.js';

const DAY_MS = 24 * 3_600_000;
/** New contacts of one domain in a day: an administrator is told at the first figure, nobody is created after the second. */
export const NEW_CONTACTS_ALERT = 200;
export const NEW_CONTACTS_STOP = 2000;

export interface NewContact {
  companyId: string;
  address: string;
  firstName: string;
  lastName: string;
}

export type CreatedContact = { kind: 'created'; contactId: string } | { kind: 'too-many' };

/**
 * Creates a contact for an address that has just been proven, never for one that was only typed. Somebody who is there by
 * now, because two browsers proved the address at the same moment, is neither counted nor recorded again.
 */
export async function createContact(trx: Db, now: number, contact: NewContact, trace: string): Promise<CreatedContact> {
  const { address, companyId, firstName: first_name, lastName: last_name } = contact;
  const row = {
    id: newId(now),
    company_id: companyId,
    address,
    first_name,
    last_name,
    active: 1,
    created_at: now,
  } as const;
  const { id: contactId, inserted } = await insertContactOnce(trx, row);
  if (!inserted) return { kind: 'created', contactId };
  const domain = domainOf(address);
  const counted = await hit(trx, now, { name: `new contacts:${domain}`, windowMs: DAY_MS, limit: NEW_CONTACTS_STOP });
  if (counted.kind === 'over') {
    await deleteContact(trx, contactId);
    return { kind: 'too-many' };
  }
  if (counted.count === NEW_CONTACTS_ALERT) {
    const text = `${NEW_CONTACTS_ALERT} new contacts of ${domain} within a day`;
    await record(trx, now, { kind: 'alert', outcome: 'new-contacts', companyId, trace: text });
  }
  await queueForPsa(trx, now, contactId);
  await record(trx, now, { kind: 'contact', outcome: 'created', address, companyId, contactId, trace });
  return { kind: 'created', contactId };
}
