import { parseEmailDomain } from '../address/email-domain.js';
import type { CompanySearch } from './company-list-store.js';

const LONGEST = 200;

/** What lists are ordered by and searches look at: one spelling for a name, whatever its letters' case and width. */
export function sortKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** What was typed into a search box, without what nobody can look for. */
export function searchText(typed: string): string {
  return typed
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, LONGEST);
}

/** Reads what was typed into "Search companies". Undefined when nothing was, which means all of them. */
export function readSearch(typed: string): CompanySearch | undefined {
  const text = searchText(typed);
  if (text === '') return undefined;
  const parsed = parseEmailDomain(text);
  return {
    name: sortKey(text),
    domainPart: text.toLowerCase().replace(/^@/, ''),
    domain: parsed.kind === 'domain' ? parsed.domain : '',
    sidPart: text.toUpperCase(),
  };
}
