import type { Db } from '../../db/schema.js';

/** Every company there, by name, as far as an import looks at it. */
export async function listImportable(db: Db) {
  return db
    .selectFrom('psa_companies')
    .select(['psa_id', 'name', 'name_sort', 'types', 'active', 'company_id'])
    .orderBy('name_sort')
    .orderBy('psa_id')
    .execute();
}

/** Every company of ours with the id there that it is linked to; across rooms on purpose. */
export async function listOurs(db: Db) {
  return db
    .selectFrom('companies as c')
    .leftJoin('psa_companies as p', 'p.company_id', 'c.id')
    .select(['c.id', 'c.name', 'c.name_sort', 'p.psa_id'])
    .orderBy('c.id')
    .execute();
}

/** The types of company there, as JSON lists, each with how many active companies have exactly these. */
export async function countTypeLists(db: Db): Promise<{ types: string; count: number }[]> {
  return db
    .selectFrom('psa_companies')
    .select('types')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('active', '=', 1)
    .groupBy('types')
    .execute();
}
