import { searchText, sortKey } from '../../companies/search.js';
import type { Db } from '../../db/schema.js';
import { type Page, readPage } from '../../paging.js';
import {
  countPsaCompanies,
  type LinkState,
  listLinked,
  listPsaCompanies,
  type PsaCompanyInList,
} from './company-list-store.js';

export interface PsaCompanyQuery {
  q: string;
  state: LinkState | undefined;
  pageNumber: number;
}

/** What one of the PSA's companies is to us, and so what one click would do with it. */
export type Match =
  | { kind: 'linked'; id: string; name: string }
  | { kind: 'link'; id: string; name: string }
  | { kind: 'import' }
  | { kind: 'several'; count: number }
  | { kind: 'namesake-linked' }
  /** It is inactive there and nobody's here: nobody needs it. */
  | { kind: 'none' };

export interface FoundCompany {
  id: string;
  name: string;
  website: string;
  types: string[];
  active: boolean;
  match: Match;
}

/** A page of the PSA's companies, each with what it is to us. */
export async function findPsaCompanies(db: Db, { q, state, pageNumber }: PsaCompanyQuery): Promise<Page<FoundCompany>> {
  const text = searchText(q);
  const search = text === '' ? undefined : { name: sortKey(text), website: text.toLowerCase(), id: text };
  const { rows, ...paging } = await readPage(
    pageNumber,
    (slice) => listPsaCompanies(db, { search, state }, slice),
    () => countPsaCompanies(db, { search, state }),
  );
  const linked = new Set(
    await listLinked(
      db,
      rows.flatMap(({ namesake_id: id }) => id ?? []),
    ),
  );
  const companies = rows.map((row) => ({
    id: row.psa_id,
    name: row.name,
    website: row.website,
    active: row.active === 1,
    types: JSON.parse(row.types) as string[],
    match: matchOf(row, linked),
  }));
  return { rows: companies, ...paging };
}

/** Where a search for a company of this name begins: its first word, since the others differ most. */
export function firstWord(name: string): string {
  return name.split(/[\s,]+/).find((word) => word.length > 2) ?? name;
}

function matchOf(row: PsaCompanyInList, linked: ReadonlySet<string>): Match {
  if (row.company_id !== null) return { kind: 'linked', id: row.company_id, name: row.linked_name ?? '' };
  if (row.namesakes > 1) return { kind: 'several', count: row.namesakes };
  const { namesake_id: id, namesake_name: name } = row;
  if (id === null || name === null) return row.active === 1 ? { kind: 'import' } : { kind: 'none' };
  return linked.has(id) ? { kind: 'namesake-linked' } : { kind: 'link', id, name };
}
