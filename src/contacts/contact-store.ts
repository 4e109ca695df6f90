import type { Insertable, Selectable } from 'kysely';
import { isSqlite } from '../db/database.js';
import { prepared } from '../db/prepared.js';
import type { ContactTable, Db, Flag } from '../db/schema.js';
import { contactSortKey } from './search.js';

export type Contact = Omit<Selectable<ContactTable>, 'name_sort'>;

export type NewContactRow = Omit<Insertable<ContactTable>, 'name_sort'>;

export interface ContactAtCompany {
  id: string;
  active: Flag;
  company_id: string;
  company_name: string;
  company_active: Flag;
}

export type AddressedContact = ContactAtCompany & { address: string };

/** Whether somebody can sign in as this contact, as far as the console's switches go. */
export function isActive({ active, company_active }: ContactAtCompany): boolean {
  return active === 1 && company_active === 1;
}

/** Every contact that bears this address, at whatever company, the oldest first. */
export async function listContactsByAddress(db: Db, address: string): Promise<ContactAtCompany[]> {
  return (await selectByAddress(db, address)).rows;
}

const selectByAddress = prepared((db, address: string) =>
  selectAtCompany(db).where('contacts.address', '=', address).orderBy('contacts.id'),
);

export async function findContactAtCompany(db: Db, id: string): Promise<AddressedContact | undefined> {
  return selectAtCompany(db).select('contacts.address').where('contacts.id', '=', id).executeTakeFirst();
}

function selectAtCompany(db: Db) {
  return db
    .selectFrom('contacts')
    .innerJoin('companies', 'companies.id', 'contacts.company_id')
    .select([
      'contacts.id',
      'contacts.active',
      'contacts.company_id',
      'companies.name as company_name',
      'companies.active as company_active',
    ]);
}

export async function findContact(db: Db, id: string): Promise<Contact | undefined> {
  return db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Inserts a contact unless the company has one with this address; answers the id of the one that is there then. */
export async function insertContactOnce(db: Db, contact: NewContactRow): Promise<{ id: string; inserted: boolean }> {
  const inserted = await db
    .insertInto('contacts')
    .values({ ...contact, name_sort: contactSortKey(contact) })
    .onConflict((conflict) => conflict.columns(['address', 'company_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, inserted: true };
  const { address, company_id: companyId } = contact;
  const existing = db.selectFrom('contacts').select('id').where('address', '=', address);
  const { id } = await existing.where('company_id', '=', companyId).executeTakeFirstOrThrow();
  return { id, inserted: false };
}

export async function deleteContact(db: Db, id: string): Promise<void> {
  await db.deleteFrom('contacts').where('id', '=', id).execute();
}

/**
 * Holds contact and company as they are until the transaction ends. False when either is not active by now: on PostgreSQL
 * somebody may be switching it off at this moment; on SQLite there is one writer, and what was read still holds.
 */
export async function holdActive(trx: Db, id: string): Promise<boolean> {
  if (isSqlite(trx)) return true;
  const held = await trx
    .selectFrom('contacts')
    .innerJoin('companies', 'companies.id', 'contacts.company_id')
    .select('contacts.id')
    .where('contacts.id', '=', id)
    .where('contacts.active', '=', 1)
    .where('companies.active', '=', 1)
    .forShare()
    .executeTakeFirst();
  return held !== undefined;
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
