import { listOtherOwners } from '../../companies/entry-store.js';
import type { Db } from '../../db/schema.js';
import {
  type CompanyWithWebsite,
  listAddressesAt,
  listAllAddresses,
  listOthersWith,
  listWebsites,
} from './domain-suggestion-store.js';
import { countByDomain, type SuggestedDomain, suggestDomain } from './suggest-domain.js';

/** `name` is the company's there. */
export type Suggestion = SuggestedDomain & { companyId: string; name: string };

/** The email domain to suggest to one linked company. Undefined when there is none that is nobody's, and nobody else's there. */
export async function readSuggestion(db: Db, there: CompanyWithWebsite): Promise<Suggestion | undefined> {
  const suggested = await suggestionAt(db, there);
  if (!suggested || there.company_id === null) return undefined;
  const suggestion = { ...suggested, companyId: there.company_id, name: there.name };
  if ((await withoutOwners(db, [suggestion])).length === 0) return undefined;
  for (const other of await listOthersWith(db, there.psa_id, suggested.domain)) {
    if ((await suggestionAt(db, other))?.domain === suggested.domain) return undefined;
  }
  return suggestion;
}

/** The same for all linked companies at once. It reads the whole copy: for a page about nothing else. */
export async function readSuggestions(db: Db): Promise<Suggestion[]> {
  const contactsAt = new Map<string, Map<string, number>>();
  for await (const rows of listAllAddresses(db)) {
    for (const { psa_company_id: id, addresses } of rows)
      contactsAt.set(id, countByDomain([addresses], contactsAt.get(id)));
  }
  const all = (await listWebsites(db)).flatMap(({ psa_id: id, name, website, company_id: companyId }) => {
    const suggested = suggestDomain(website, contactsAt.get(id) ?? new Map());
    return suggested ? [{ ...suggested, companyId, name }] : [];
  });
  const times = new Map<string, number>();
  for (const { domain } of all) times.set(domain, (times.get(domain) ?? 0) + 1);
  const unrivalled = all.filter(({ domain }) => times.get(domain) === 1);
  return withoutOwners(
    db,
    unrivalled.flatMap(({ companyId, ...suggested }) => (companyId === null ? [] : [{ ...suggested, companyId }])),
  );
}

async function suggestionAt(db: Db, { psa_id, website }: CompanyWithWebsite): Promise<SuggestedDomain | undefined> {
  const contacts = await listAddressesAt(db, psa_id);
  return suggestDomain(website, countByDomain(contacts.map(({ addresses }) => addresses)));
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
