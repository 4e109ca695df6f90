import { chunksOf } from '../chunks.js';
import type { PsaRefusal } from '../db/psa-tables.js';
import type { Db } from '../db/schema.js';
import type { Contact, NewContactRow } from './contact-store.js';
import { contactSortKey } from './search.js';

/** All contacts of a company. */
export async function listContactsOfCompany(db: Db, companyId: string): Promise<Contact[]> {
  return db.selectFrom('contacts').selectAll().where('company_id', '=', companyId).orderBy('id').execute();
}

/** Inserts contacts whose address the company does not have yet. Answers those: somebody may be signing in at this moment. */
export async function insertContacts(db: Db, contacts: NewContactRow[]): Promise<{ id: string; address: string }[]> {
  const inserted: { id: string; address: string }[] = [];
  for (const some of chunksOf(contacts)) {
    const rows = some.map((row) => ({ ...row, name_sort: contactSortKey(row) }));
    const query = db
      .insertInto('contacts')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['address', 'company_id']).doNothing());
    inserted.push(...(await query.returning(['id', 'address']).execute()));
  }
  return inserted;
}

export async function updateContactNames(db: Db, id: string, names: { first_name: string; last_name: string }) {
  const { first_name, last_name } = names;
  const name_sort = contactSortKey(names);
  await db.updateTable('contacts').set({ first_name, last_name, name_sort }).where('id', '=', id).execute();
}

export async function updateContactAddress(db: Db, id: string, address: string): Promise<void> {
  await db.updateTable('contacts').set({ address }).where('id', '=', id).execute();
}

/** Why the PSA keeps a contact from signing in; null: it does not. */
export async function updatePsaRefusal(db: Db, id: string, refusal: PsaRefusal | null): Promise<void> {
  await db.updateTable('contacts').set({ psa_refusal: refusal }).where('id', '=', id).execute();
}

/** True for the one caller that lets a contact in again which is inactive in the PSA. */
export async function updateReturned(db: Db, id: string): Promise<boolean> {
  const inactive = db.updateTable('contacts').set({ psa_refusal: null }).where('psa_refusal', '=', 'inactive');
  return (await inactive.where('id', '=', id).executeTakeFirst()).numUpdatedRows === 1n;
}
