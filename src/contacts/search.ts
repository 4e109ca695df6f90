import { sortKey } from '../companies/search.js';

/** What a company's contacts are ordered by and searches look at: the last name first. */
export function contactSortKey({ first_name, last_name }: { first_name: string; last_name: string }): string {
  return sortKey(`${last_name} ${first_name}`);
}
