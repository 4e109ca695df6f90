import { record } from '../audit/audit-store.js';
import { queueForPsa } from '../contact-creation/psa-queue-store.js';
import { readContactCreation } from '../contact-creation/settings-store.js';
import type { Db } from '../db/schema.js';
import { newId } from '../id.js';
import { deleteContact, insertContactOnce } from './contact-store.js';
import { countNewContact } from './new-contact-limit.js';

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
  if (!(await countNewContact(trx, now, contact))) {
    await deleteContact(trx, contactId);
    return { kind: 'too-many' };
  }
  // The PSA may know them as inactive, and have been down: then the rule of this moment counts.
  const { inactiveReturn } = await readContactCreation(trx);
  await queueForPsa(trx, now, contactId, inactiveReturn ? 1 : 0);
  await record(trx, now, { kind: 'contact', outcome: 'created', address, companyId, contactId, trace });
  return { kind: 'created', contactId };
}
