import { sql } from 'kysely';
import { contains } from '../../db/contains.js';
import type { PsaCompanyTable } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';

/** A company there, with what it says about its email domains. */
export type DescribedCompany = Pick<PsaCompanyTable, 'psa_id' | 'name' | 'website' | 'domains' | 'company_id'>;

const DESCRIBED = ['psa_id', 'name', 'website', 'domains', 'company_id'] as const;

export interface ContactAddresses {
  psa_id: string;
  psa_company_id: string;
  /** JSON. */
  addresses: string;
}

/** So many rows at a time, so that nobody waits for all of them. */
const BATCH = 2_000;

/** Every company there, by name. */
export async function listDescribed(db: Db): Promise<DescribedCompany[]> {
  const companies = db.selectFrom('psa_companies').select(DESCRIBED);
  return companies.orderBy('name_sort').orderBy('psa_id').execute();
}

/** The addresses of these companies' contacts there. */
export async function listAddressesAt(db: Db, psaCompanyIds: string[]): Promise<ContactAddresses[]> {
  return contactsThere(db).where('psa_company_id', 'in', psaCompanyIds).execute();
}

/** The addresses of all contacts there, some at a time. */
export async function* listAllAddresses(db: Db): AsyncIterable<ContactAddresses[]> {
  let last: ContactAddresses | undefined = { psa_company_id: '', psa_id: '', addresses: '' };
  while (last) {
    const after = sql<boolean>`(psa_company_id, psa_id) > (${last.psa_company_id}, ${last.psa_id})`;
    const ordered = contactsThere(db).where(after).orderBy('psa_company_id').orderBy('psa_id');
    const rows: ContactAddresses[] = await ordered.limit(BATCH).execute();
    yield rows;
    last = rows.at(-1);
  }
}

/**
 * Other companies there that have one of these domains among their email domains or in an address of a contact, or one of
 * `sites` in their website.
 */
export async function listOthersWith(
  db: Db,
  psaId: string,
  domains: string[],
  sites: string[],
): Promise<DescribedCompany[]> {
  const hasAddress = domains.map((domain) => contains(db, sql.ref('addresses'), `@${domain}"`));
  const contacts = contactsThere(db).where((eb) => eb.or(hasAddress));
  return db
    .selectFrom('psa_companies')
    .select(DESCRIBED)
    .where('psa_id', '<>', psaId)
    .where((eb) =>
      eb.or([
        ...sites.map((site) => contains(db, sql`lower(website)`, site)),
        ...domains.map((domain) => contains(db, sql.ref('domains'), `"${domain}"`)),
        eb('psa_id', 'in', contacts.clearSelect().select('psa_company_id')),
      ]),
    )
    .execute();
}

/** Those who are not there any more say nothing; neither do those who belong to no company. */
function contactsThere(db: Db) {
  return db
    .selectFrom('psa_contacts')
    .select(['psa_id', 'psa_company_id', 'addresses'])
    .where('psa_company_id', '<>', '')
    .where('refusal', 'is distinct from', 'gone');
}
