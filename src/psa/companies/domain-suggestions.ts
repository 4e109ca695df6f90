import { displayDomain } from '../../address/email-domain.js';
import { chunksOf } from '../../chunks.js';
import { type DomainOwner, listOtherOwners } from '../../companies/entry-store.js';
import type { Db } from '../../db/schema.js';
import {
  type ContactAddresses,
  type DescribedCompany,
  listAddressesAt,
  listAllAddresses,
  listDescribed,
  listOthersWith,
} from './domain-suggestion-store.js';
import { countByDomain, type SuggestedDomain, suggestDomains } from './suggest-domains.js';

/** `name` is the company's there. */
export type Suggestion = SuggestedDomain & { companyId: string; name: string };

/** By the ids of companies there, how many of their contacts have an address at a domain. */
type ContactsAt = Map<string, Map<string, number>>;

/** The email domains to suggest to one linked company: those that are nobody's here, and no other company's there. */
export async function readSuggestionsOf(db: Db, there: DescribedCompany): Promise<Suggestion[]> {
  const suggested = await withoutOwners(db, await suggestAmong(db, [there]));
  const unrivalled: Suggestion[] = [];
  for (const some of chunksOf(suggested)) {
    const domains = some.map(({ domain }) => domain);
    const sites = [...new Set([...domains, ...domains.map(displayDomain)])];
    const others = await listOthersWith(db, there.psa_id, domains, sites);
    const left = new Set((await suggestAmong(db, [there, ...others])).map(({ domain }) => domain));
    unrivalled.push(...some.filter(({ domain }) => left.has(domain)));
  }
  return unrivalled;
}

/** The same for all linked companies at once. It reads the whole copy: for a page about nothing else. */
export async function readSuggestions(db: Db): Promise<Suggestion[]> {
  const contactsAt: ContactsAt = new Map();
  for await (const rows of listAllAddresses(db)) count(rows, contactsAt);
  return withoutOwners(db, suggest(await listDescribed(db), contactsAt));
}

async function suggestAmong(db: Db, companies: DescribedCompany[]): Promise<Suggestion[]> {
  const contactsAt: ContactsAt = new Map();
  for (const some of chunksOf(companies.map(({ psa_id: id }) => id)))
    count(await listAddressesAt(db, some), contactsAt);
  return suggest(companies, contactsAt);
}

function suggest(companies: DescribedCompany[], contactsAt: ContactsAt): Suggestion[] {
  const known = companies.map(({ domains, ...there }) => {
    const stated = JSON.parse(domains) as string[];
    return { ...there, stated, contactsAt: contactsAt.get(there.psa_id) ?? new Map<string, number>() };
  });
  return suggestDomains(known).flatMap(({ there: { company_id: companyId, name }, ...suggested }) =>
    companyId === null ? [] : [{ ...suggested, companyId, name }],
  );
}

function count(rows: ContactAddresses[], contactsAt: ContactsAt): void {
  for (const { psa_company_id: id, addresses } of rows)
    contactsAt.set(id, countByDomain([addresses], contactsAt.get(id)));
}

/** Without what somebody has: its own company, or another one as an email domain or UPN suffix. */
async function withoutOwners(db: Db, suggestions: Suggestion[]): Promise<Suggestion[]> {
  const taken = new Map<string, DomainOwner[]>();
  for (const some of chunksOf(suggestions.map(({ domain }) => domain)))
    for (const owner of await listOtherOwners(db, '', some))
      taken.set(owner.domain, [...(taken.get(owner.domain) ?? []), owner]);
  return suggestions.filter(
    ({ domain, companyId }) =>
      !taken.get(domain)?.some((owner) => owner.as === 'email-domain' || owner.id !== companyId),
  );
}
