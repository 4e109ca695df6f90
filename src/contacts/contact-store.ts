import { type Insertable, type Selectable, sql } from 'kysely';
import { isSqlite } from '../db/database.js';
import { prepared } from '../db/prepared.js';
import type { PsaRefusal } from '../db/psa-tables.js';
import type { ContactTable, Db, Flag } from '../db/schema.js';
import { contactSortKey } from './search.js';

export type Contact = Omit<Selectable<ContactTable>, 'name_sort'>;

export type NewContactRow = Omit<Insertable<ContactTable>, 'name_sort'>;

export interface ContactAtCompany {
  id: string;
  /** Its own, whichever it was found by. */
  address: string;
  active: Flag;
  psa_refusal: PsaRefusal | null;
  company_id: string;
  company_name: string;
  company_active: Flag;
  company_psa_refusal: PsaRefusal | null;
  /** 1: it was found by one of its further addresses. */
  further?: Flag;
}

/** Whether somebody can sign in as this contact, as far as the console's switches and the PSA go. */
export function isActive(contact: ContactAtCompany): boolean {
  const switchedOn = contact.active === 1 && contact.company_active === 1;
  return switchedOn && contact.psa_refusal === null && contact.company_psa_refusal === null;
}

/** Whether nothing but being inactive in the PSA keeps somebody out who proves this contact's own address. */
export function isInactiveThereOnly(contact: ContactAtCompany): boolean {
  return !contact.further && contact.psa_refusal === 'inactive' && isActive({ ...contact, psa_refusal: null });
}

/** What was proven of a further address says nothing about the contact's own, which may open other companies. */
export function isAddressProven({ further }: Pick<ContactAtCompany, 'further'>): boolean {
  return further !== 1;
}

/** Every contact that bears this address, as its own or as a further one, at whatever company, the oldest first. */
export async function listContactsByAddress(db: Db, address: string): Promise<ContactAtCompany[]> {
  const { rows } = await selectByAddress(db, address);
  const owners = new Set(rows.filter((row) => !row.further && isActive(row)).map((row) => row.company_id));
  return rows.filter((row) => !row.further || !owners.has(row.company_id));
}

const selectByAddress = prepared((db, address: string) => {
  const own = selectAtCompany(db).select(sql<Flag>`0`.as('further')).where('contacts.address', '=', address);
  const further = selectAtCompany(db)
    .innerJoin('further_addresses', 'further_addresses.contact_id', 'contacts.id')
    .select(sql<Flag>`1`.as('further'))
    .where('further_addresses.address', '=', address);
  return own.unionAll(further).orderBy('id');
});

export async function findContactAtCompany(db: Db, id: string): Promise<ContactAtCompany | undefined> {
  return selectAtCompany(db).where('contacts.id', '=', id).executeTakeFirst();
}

function selectAtCompany(db: Db) {
  return db
    .selectFrom('contacts')
    .innerJoin('companies', 'companies.id', 'contacts.company_id')
    .select([
      'contacts.id as id',
      'contacts.address',
      'contacts.active',
      'contacts.psa_refusal',
      'contacts.company_id',
      'companies.name as company_name',
      'companies.active as company_active',
      'companies.psa_refusal as company_psa_refusal',
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
    .where('contacts.psa_refusal', 'is', null)
    .where('companies.active', '=', 1)
    .where('companies.psa_refusal', 'is', null)
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
