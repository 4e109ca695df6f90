import type { Insertable, Selectable } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { ContactTable, Db, Flag } from '../db/schema.js';

export type Contact = Selectable<ContactTable>;

export interface ContactAtCompany {
  id: string;
  active: Flag;
  company_id: string;
  company_name: string;
  company_active: Flag;
}

/** Every contact that bears this address, at whatever company, the oldest first. */
export async function listContactsByAddress(db: Db, address: string): Promise<ContactAtCompany[]> {
  return (await selectByAddress(db, address)).rows;
}

const selectByAddress = prepared((db, address: string) =>
  db
    .selectFrom('contacts')
    .innerJoin('companies', 'companies.id', 'contacts.company_id')
    .select([
      'contacts.id',
      'contacts.active',
      'contacts.company_id',
      'companies.name as company_name',
      'companies.active as company_active',
    ])
    .where('contacts.address', '=', address)
    .orderBy('contacts.id'),
);

export async function findContact(db: Db, id: string): Promise<Contact | undefined> {
  return db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Inserts a contact and answers its id: that of the one there already when the company has this address. */
export async function insertContactOnce(db: Db, contact: Insertable<ContactTable>): Promise<string> {
  const inserted = await db
    .insertInto('contacts')
    .values(contact)
    .onConflict((conflict) => conflict.columns(['address', 'company_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return inserted.id;
  const { address, company_id: companyId } = contact;
  const existing = db.selectFrom('contacts').select('id').where('address', '=', address);
  return (await existing.where('company_id', '=', companyId).executeTakeFirstOrThrow()).id;
}

/** False when the contact was in that state already. */
export async function updateContactActive(db: Db, id: string, active: boolean): Promise<boolean> {
  const result = await db
    .updateTable('contacts')
    .set({ active: Number(active) as Flag })
    .where('id', '=', id)
    .where('active', '<>', Number(active) as Flag)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
