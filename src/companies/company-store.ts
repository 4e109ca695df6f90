import type { Insertable, Selectable, Updateable } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { CompanyTable, Db } from '../db/schema.js';

export type Company = Selectable<CompanyTable>;

export async function findCompany(db: Db, id: string): Promise<Company | undefined> {
  return db.selectFrom('companies').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The company this email domain belongs to, by exact equality. */
export async function findCompanyByDomain(db: Db, domain: string): Promise<Company | undefined> {
  return (await selectByDomain(db, domain)).rows[0];
}

const selectByDomain = prepared((db, domain: string) =>
  db
    .selectFrom('company_domains')
    .innerJoin('companies', 'companies.id', 'company_domains.company_id')
    .selectAll('companies')
    .where('company_domains.domain', '=', domain),
);

/** The companies that this domain SID belongs to, the oldest first. */
export async function listCompaniesBySid(db: Db, sid: string): Promise<Company[]> {
  return db
    .selectFrom('company_sids')
    .innerJoin('companies', 'companies.id', 'company_sids.company_id')
    .selectAll('companies')
    .where('company_sids.sid', '=', sid)
    .orderBy('companies.id')
    .execute();
}

export async function insertCompany(db: Db, company: Insertable<CompanyTable>): Promise<void> {
  await db.insertInto('companies').values(company).execute();
}

/** False when there is no such company. Holds its row until the transaction ends. */
export async function updateCompany(db: Db, id: string, change: Updateable<CompanyTable>): Promise<boolean> {
  const result = await db.updateTable('companies').set(change).where('id', '=', id).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
