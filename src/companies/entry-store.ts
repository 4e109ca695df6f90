import { sql } from 'kysely';
import type { Db } from '../db/schema.js';

/** A company's email domains, in order. */
export async function listDomains(db: Db, companyId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('company_domains')
    .select('domain')
    .where('company_id', '=', companyId)
    .orderBy('domain')
    .execute();
  return rows.map((row) => row.domain);
}

export interface DomainOwner {
  domain: string;
  /** As what the company has it: the passwords typed for a UPN suffix go to the directory that has it. */
  as: 'email-domain' | 'upn-suffix';
  id: string;
  name: string;
}

/** Other companies that have one of these domains, or sign in to a directory of theirs with it as a UPN suffix. */
export async function listOtherOwners(db: Db, companyId: string, domains: readonly string[]): Promise<DomainOwner[]> {
  if (domains.length === 0) return [];
  const byDomain = db
    .selectFrom('company_domains as d')
    .innerJoin('companies as c', 'c.id', 'd.company_id')
    .select(['d.domain', sql<DomainOwner['as']>`'email-domain'`.as('as'), 'c.id', 'c.name'])
    .where('d.domain', 'in', domains)
    .where('c.id', '!=', companyId);
  const bySuffix = db
    .selectFrom('upn_suffixes as s')
    .innerJoin('directories as d', 'd.id', 's.directory_id')
    .innerJoin('companies as c', 'c.id', 'd.company_id')
    .select(['s.suffix as domain', sql<DomainOwner['as']>`'upn-suffix'`.as('as'), 'c.id', 'c.name'])
    .where('s.suffix', 'in', domains)
    .where('c.id', '!=', companyId);
  return byDomain.union(bySuffix).orderBy('domain').orderBy('as').execute();
}

/** Throws a unique violation when one of them belongs to a company already. */
export async function insertDomains(db: Db, companyId: string, domains: readonly string[], now: number): Promise<void> {
  if (domains.length === 0) return;
  const rows = domains.map((domain) => ({ domain, company_id: companyId, created_at: now }));
  await db.insertInto('company_domains').values(rows).execute();
}

export async function deleteDomains(db: Db, companyId: string, domains: readonly string[]): Promise<void> {
  if (domains.length === 0) return;
  await db.deleteFrom('company_domains').where('company_id', '=', companyId).where('domain', 'in', domains).execute();
}

/** A company's domain SIDs, in order. */
export async function listSids(db: Db, companyId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('company_sids')
    .select('sid')
    .where('company_id', '=', companyId)
    .orderBy('sid')
    .execute();
  return rows.map((row) => row.sid);
}

/** Several companies may share a SID; the same one twice at one company stays one. */
export async function insertSids(db: Db, companyId: string, sids: readonly string[], now: number): Promise<void> {
  if (sids.length === 0) return;
  const rows = sids.map((sid) => ({ sid, company_id: companyId, created_at: now }));
  await db
    .insertInto('company_sids')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteSids(db: Db, companyId: string, sids: readonly string[]): Promise<void> {
  if (sids.length === 0) return;
  await db.deleteFrom('company_sids').where('company_id', '=', companyId).where('sid', 'in', sids).execute();
}
