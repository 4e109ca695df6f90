import { sql } from 'kysely';
import { contains } from '../../db/contains.js';
import type { PsaCompanyTable } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';
import type { Listed, Slice } from '../../paging.js';

export type LinkState = 'linked' | 'not-linked';

/** What is looked for: a part of the name as a sort key, of the website in lower case, or the whole id there. */
export interface PsaCompanySearch {
  name: string;
  website: string;
  id: string;
}

export interface Wanted {
  search: PsaCompanySearch | undefined;
  /** Undefined: all of them. */
  state: LinkState | undefined;
}

export interface PsaCompanyInList
  extends Pick<PsaCompanyTable, 'psa_id' | 'name' | 'website' | 'types' | 'active' | 'company_id'> {
  linked_name: string | null;
  /** How many of ours have its name, and the first of them. */
  namesakes: number;
  namesake_id: string | null;
  namesake_name: string | null;
}

/** Some of the PSA's companies by name, with ours that they are linked to or named like; across rooms on purpose. */
export async function listPsaCompanies(
  db: Db,
  wanted: Wanted,
  { limit, offset }: Slice,
): Promise<Listed<PsaCompanyInList>> {
  const rows = await found(db, wanted)
    .leftJoin('companies as c', 'c.id', 'p.company_id')
    .select(['p.psa_id', 'p.name', 'p.website', 'p.types', 'p.active', 'p.company_id', 'c.name as linked_name'])
    .select(({ selectFrom }) => {
      const namesakes = selectFrom('companies as n').whereRef('n.name_sort', '=', 'p.name_sort');
      return [
        namesakes.select((eb) => eb.fn.countAll<number>().as('count')).as('namesakes'),
        namesakes.select((eb) => eb.fn.min('n.id').as('id')).as('namesake_id'),
        namesakes.select((eb) => eb.fn.min('n.name').as('name')).as('namesake_name'),
      ];
    })
    .orderBy('p.name_sort')
    .orderBy('p.psa_id')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows: rows.map((row) => ({ ...row, namesakes: row.namesakes ?? 0 })) };
}

export async function countPsaCompanies(db: Db, wanted: Wanted): Promise<number> {
  const { count } = await found(db, wanted)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Which of these companies of ours are linked to one there. */
export async function listLinked(db: Db, companyIds: readonly string[]): Promise<string[]> {
  if (companyIds.length === 0) return [];
  const linked = db.selectFrom('psa_companies').select('company_id').where('company_id', 'in', companyIds);
  return (await linked.execute()).flatMap(({ company_id: id }) => id ?? []);
}

function found(db: Db, { search, state }: Wanted) {
  const all = db.selectFrom('psa_companies as p');
  const some = search ? all.where((eb) => eb.or([...containing(db, search), eb('p.psa_id', '=', search.id)])) : all;
  return state === undefined ? some : some.where('p.company_id', state === 'linked' ? 'is not' : 'is', null);
}

function containing(db: Db, { name, website }: PsaCompanySearch) {
  return [contains(db, sql.ref('p.name_sort'), name), contains(db, sql`lower(p.website)`, website)];
}
