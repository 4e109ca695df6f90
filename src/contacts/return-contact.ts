import { record } from '../audit/audit-store.js';
import { queueForPsa } from '../contact-creation/psa-queue-store.js';
import type { Db } from '../db/schema.js';
import type { ContactAtCompany } from './contact-store.js';
import { updatePsaRefusal, updateReturned } from './followed-contact-store.js';
import { countNewContact } from './new-contact-limit.js';

/**
 * Lets a contact in again that the PSA calls inactive, and has it made active there: for an address that has just been proven.
 * Who is in by now, because two browsers proved it at the same moment, is neither counted nor recorded again. `too-many`
 * counts new contacts, too.
 */
export async function returnContact(
  trx: Db,
  now: number,
  { id: contactId, address, company_id: companyId }: ContactAtCompany,
  trace: string,
): Promise<'returned' | 'too-many'> {
  if (!(await updateReturned(trx, contactId))) return 'returned';
  if (!(await countNewContact(trx, now, { address, companyId }))) {
    await updatePsaRefusal(trx, contactId, 'inactive');
    return 'too-many';
  }
  await queueForPsa(trx, now, contactId, 1);
  await record(trx, now, { kind: 'contact', outcome: 'returned', address, companyId, contactId, trace });
  return 'returned';
}
