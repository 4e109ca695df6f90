import type { Insertable } from 'kysely';
import type { FurtherAddressTable } from '../db/psa-tables.js';
import type { Db } from '../db/schema.js';

export type FurtherAddress = Insertable<FurtherAddressTable>;

/** The addresses that a company's contacts have besides their own. */
export async function listFurtherAddresses(db: Db, companyId: string): Promise<FurtherAddress[]> {
  return db.selectFrom('further_addresses').selectAll().where('company_id', '=', companyId).execute();
}

export async function insertFurtherAddresses(db: Db, rows: FurtherAddress[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('further_addresses').values(rows).execute();
}

export async function deleteFurtherAddresses(db: Db, companyId: string, addresses: string[]): Promise<void> {
  if (addresses.length === 0) return;
  await db
    .deleteFrom('further_addresses')
    .where('company_id', '=', companyId)
    .where('address', 'in', addresses)
    .execute();
}
