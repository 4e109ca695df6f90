import type { Insertable } from 'kysely';
import { chunksOf } from '../chunks.js';
import type { FurtherAddressTable } from '../db/psa-tables.js';
import type { Db } from '../db/schema.js';

export type FurtherAddress = Insertable<FurtherAddressTable>;

/** The addresses that a company's contacts have besides their own. */
export async function listFurtherAddresses(db: Db, companyId: string): Promise<FurtherAddress[]> {
  return db.selectFrom('further_addresses').selectAll().where('company_id', '=', companyId).execute();
}

/** The addresses that each of these contacts has besides its own, in order. */
export async function listFurtherAddressesOf(db: Db, contactIds: string[]): Promise<Map<string, string[]>> {
  if (contactIds.length === 0) return new Map();
  const rows = db.selectFrom('further_addresses').selectAll().where('contact_id', 'in', contactIds);
  return addressesByContact(await rows.orderBy('address').execute());
}

/** The addresses of these rows by their contact's id, in the rows' order. */
export function addressesByContact(rows: FurtherAddress[]): Map<string, string[]> {
  const byContact = new Map<string, string[]>();
  for (const { contact_id: id, address } of rows) byContact.set(id, [...(byContact.get(id) ?? []), address]);
  return byContact;
}

export async function insertFurtherAddresses(db: Db, rows: FurtherAddress[]): Promise<void> {
  for (const some of chunksOf(rows)) await db.insertInto('further_addresses').values(some).execute();
}

export async function deleteFurtherAddresses(db: Db, companyId: string, addresses: string[]): Promise<void> {
  const here = db.deleteFrom('further_addresses').where('company_id', '=', companyId);
  for (const some of chunksOf(addresses)) await here.where('address', 'in', some).execute();
}
