import { type ExpressionBuilder, sql } from 'kysely';
import { contains } from '../db/contains.js';
import type { PsaRefusal } from '../db/psa-tables.js';
import type { CompanyTable, Db, Schema } from '../db/schema.js';
import type { Listed, Slice } from '../paging.js';

export interface CompanyInList extends Pick<CompanyTable, 'id' | 'name' | 'active'> {
  psa_refusal: PsaRefusal | null;
  domains: number;
  first_domain: string | null;
  contacts: number;
}

/** What is looked for: a part of a name, of a domain or of a SID; or a whole domain, as it is stored. */
export interface CompanySearch {
  name: string;
  domainPart: string;
  domain: string;
  sidPart: string;
}

/**
 * Some companies by name. Domains and contacts are counted for these rows only; the contacts on purpose across rooms,
 * because so it is one query. What a search finds is counted while it looks: looking twice would be slow.
 */
export async function listCompanies(
  db: Db,
  search: CompanySearch | undefined,
  { limit, offset }: Slice,
): Promise<Listed<CompanyInList>> {
  const page = found(db, search)
    .select(['id', 'name', 'name_sort', 'active', 'psa_refusal'])
    .select(search ? sql<number>`count(*) over ()`.as('total') : sql<undefined>`null`.as('total'))
    .orderBy('name_sort')
    .orderBy('id')
    .limit(limit)
    .offset(offset);
  const rows = await db
    .selectFrom(page.as('c'))
    .select(({ selectFrom }) => [
      'c.id',
      'c.name',
      'c.active',
      'c.psa_refusal',
      'c.total',
      selectFrom('company_domains as d')
        .whereRef('d.company_id', '=', 'c.id')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .as('domains'),
      selectFrom('company_domains as d')
        .whereRef('d.company_id', '=', 'c.id')
        .select((eb) => eb.fn.min('d.domain').as('first'))
        .as('first_domain'),
      selectFrom('contacts as p')
        .whereRef('p.company_id', '=', 'c.id')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .as('contacts'),
    ])
    .orderBy('c.name_sort')
    .orderBy('c.id')
    .execute();
  const companies = rows.map(({ total: _total, ...row }) => ({
    ...row,
    domains: row.domains ?? 0,
    contacts: row.contacts ?? 0,
  }));
  return { rows: companies, total: rows[0]?.total };
}

export async function countCompanies(db: Db, search: CompanySearch | undefined): Promise<number> {
  const { count } = await found(db, search)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function found(db: Db, search: CompanySearch | undefined) {
  const companies = db.selectFrom('companies');
  return search ? companies.where((eb) => matches(db, eb, search)) : companies;
}

function matches(db: Db, eb: ExpressionBuilder<Schema, 'companies'>, search: CompanySearch) {
  const domains = eb
    .selectFrom('company_domains')
    .select('company_id')
    .where((d) => d.or([contains(db, sql.ref('domain'), search.domainPart), d('domain', '=', search.domain)]));
  const sids = eb
    .selectFrom('company_sids')
    .select('company_id')
    .where(contains(db, sql.ref('sid'), search.sidPart));
  return eb.or([contains(db, sql.ref('name_sort'), search.name), eb('id', 'in', domains), eb('id', 'in', sids)]);
}
