import { prepared } from '../db/prepared.js';
import type { Db } from '../db/schema.js';
import type { DirectoryRow } from './directory.js';

/**
 * The directories that people of this domain sign in with: those of the company whose email domain it is, else those with
 * this UPN suffix. A suffix that several companies use names none of them: a password must not go to a stranger.
 */
export async function listDirectoriesForDomain(db: Db, domain: string): Promise<DirectoryRow[]> {
  const ofCompany = (await selectByEmailDomain(db, domain)).rows;
  if (ofCompany.length > 0) return ofCompany;
  const bySuffix = (await selectBySuffix(db, domain)).rows;
  return new Set(bySuffix.map((row) => row.company_id)).size === 1 ? bySuffix : [];
}

/** The switched-on directories of a company. */
export async function listActiveDirectories(db: Db, companyId: string): Promise<DirectoryRow[]> {
  return (await selectOfCompany(db, companyId)).rows;
}

export async function findActiveDirectory(db: Db, id: string): Promise<DirectoryRow | undefined> {
  return selectActive(db).where('directories.id', '=', id).executeTakeFirst();
}

/** Whether anybody can sign in with a Windows account. */
export async function isAnyDirectoryActive(db: Db): Promise<boolean> {
  return (await selectAny(db)).rows.length > 0;
}

const selectByEmailDomain = prepared((db, domain: string) =>
  selectActive(db)
    .innerJoin('company_domains', 'company_domains.company_id', 'directories.company_id')
    .where('company_domains.domain', '=', domain),
);

const selectBySuffix = prepared((db, domain: string) =>
  selectActive(db)
    .innerJoin('upn_suffixes', 'upn_suffixes.directory_id', 'directories.id')
    .where('upn_suffixes.suffix', '=', domain)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('company_domains').select('domain').where('domain', '=', domain))),
    ),
);

const selectOfCompany = prepared((db, companyId: string) =>
  selectActive(db).where('directories.company_id', '=', companyId),
);

const selectAny = prepared((db) => selectActive(db).limit(1));

function selectActive(db: Db) {
  return db
    .selectFrom('directories')
    .innerJoin('companies', 'companies.id', 'directories.company_id')
    .selectAll('directories')
    .where('directories.active', '=', 1)
    .where('companies.active', '=', 1)
    .orderBy('directories.id');
}
