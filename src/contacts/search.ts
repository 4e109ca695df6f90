import { sortKey } from '../companies/search.js';

/** What a company's contacts are ordered by and searches look at: the last name first. */
export function contactSortKey({ first_name, last_name }: { first_name: string; last_name: string }): string {
  return sortKey(`${last_name} ${first_name}`);
}

/** What was typed into "Search contacts", spelled as sort keys and addresses are. */
export function searchKey(typed: string): string {
  return sortKey(typed);
}
