import { listOtherOwners } from '../../companies/entry-store.js';
import type { Db } from '../../db/schema.js';
import {
  type DescribedCompany,
  listAddressesAt,
  listAllAddresses,
  listDescribed,
  listOthersWith,
} from './domain-suggestion-store.js';
import { countByDomain, type KnownOfCompany, type SuggestedDomain, suggestDomains } from './suggest-domains.js';

/** `name` is the company's there. */
export type Suggestion = SuggestedDomain & { companyId: string; name: string };

/** The email domains to suggest to one linked company: those that are nobody's here, and no other company's there. */
export async function readSuggestionsOf(db: Db, there: DescribedCompany): Promise<Suggestion[]> {
  const { company_id: companyId, name, psa_id: id } = there;
  if (companyId === null) return [];
  const suggested = (await suggestionsAt(db, there)).map((one) => ({ ...one, companyId, name }));
  const unrivalled: Suggestion[] = [];
  for (const suggestion of await withoutOwners(db, suggested)) {
    if (!(await hasRival(db, id, suggestion.domain))) unrivalled.push(suggestion);
  }
  return unrivalled;
}

/** The same for all linked companies at once. It reads the whole copy: for a page about nothing else. */
export async function readSuggestions(db: Db): Promise<Suggestion[]> {
  const contactsAt = new Map<string, Map<string, number>>();
  for await (const rows of listAllAddresses(db)) {
    for (const { psa_company_id: id, addresses } of rows)
      contactsAt.set(id, countByDomain([addresses], contactsAt.get(id)));
  }
  const all = (await listDescribed(db)).flatMap((there) =>
    suggestDomains(knownOf(there, contactsAt.get(there.psa_id) ?? new Map())).map((one) => ({ ...one, there })),
  );
  const times = new Map<string, number>();
  for (const { domain } of all) times.set(domain, (times.get(domain) ?? 0) + 1);
  const unrivalled = all.filter(({ domain }) => times.get(domain) === 1);
  return withoutOwners(
    db,
    unrivalled.flatMap(({ there: { company_id: companyId, name }, ...suggested }) =>
      companyId === null ? [] : [{ ...suggested, companyId, name }],
    ),
  );
}

/** Whether the domain would be suggested to another company there as well. */
async function hasRival(db: Db, psaId: string, domain: string): Promise<boolean> {
  for (const other of await listOthersWith(db, psaId, domain)) {
    if ((await suggestionsAt(db, other)).some((one) => one.domain === domain)) return true;
  }
  return false;
}

async function suggestionsAt(db: Db, there: DescribedCompany): Promise<SuggestedDomain[]> {
  const contacts = await listAddressesAt(db, there.psa_id);
  return suggestDomains(knownOf(there, countByDomain(contacts.map(({ addresses }) => addresses))));
}

function knownOf({ website, domains }: DescribedCompany, contactsAt: ReadonlyMap<string, number>): KnownOfCompany {
  return { website, contactsAt, stated: JSON.parse(domains) as string[] };
}

/** Without what somebody has: its own company, or another one as an email domain or UPN suffix. */
async function withoutOwners(db: Db, suggestions: Suggestion[]): Promise<Suggestion[]> {
  const domains = suggestions.map(({ domain }) => domain);
  const owners = await listOtherOwners(db, '', domains);
  return suggestions.filter(
    ({ domain, companyId }) =>
      !owners.some((owner) => owner.domain === domain && (owner.as === 'email-domain' || owner.id !== companyId)),
  );
}
