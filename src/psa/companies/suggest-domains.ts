import { parseEmailDomain } from '../../address/email-domain.js';
import { domainOf } from '../../address/login-email.js';
import { readWebsite } from './stated-domain.js';

/** Where a website speaks for a company, fewer contacts more at another one are strays. */
const NO_STRAYS = 5;

export interface SuggestedDomain {
  domain: string;
  /** Whether the PSA itself has it for the company. */
  stated: boolean;
  /** Whether neither the website nor any contact says another one. */
  agreed: boolean;
  /** Whether the website agrees; else it says nothing, or something else. */
  website: boolean;
  /** How many contacts have an address there. */
  contacts: number;
}

export interface KnownOfCompany {
  website: string;
  /** How many contacts have an address at a domain. */
  contactsAt: ReadonlyMap<string, number>;
  /** The email domains that the PSA has for the company. */
  stated: readonly string[];
}

/**
 * The email domains to suggest to companies: those that the PSA has for one, and the one that its website and all of its
 * contacts agree on. What fits two companies is nobody's, and so is one of which another company has as many contacts, or with
 * the website against it some more than that: their colleagues would get into the wrong company.
 */
export function suggestDomains<T extends KnownOfCompany>(companies: readonly T[]): (SuggestedDomain & { there: T })[] {
  const all = companies.flatMap((there) => suggestionsAt(there).map((suggested) => ({ ...suggested, there })));
  const times = new Map<string, number>();
  for (const { domain } of all) times.set(domain, (times.get(domain) ?? 0) + 1);
  const single = new Map(all.filter(({ domain }) => times.get(domain) === 1).map((one) => [one.domain, one]));
  for (const there of companies) {
    for (const [domain, contacts] of there.contactsAt) {
      const suggested = single.get(domain);
      if (suggested && suggested.there !== there && isDoubted(suggested, contacts)) single.delete(domain);
    }
  }
  return [...single.values()];
}

/** `contacts`: how many another company has there. */
function isDoubted(suggested: SuggestedDomain, contacts: number): boolean {
  return contacts >= suggested.contacts + (suggested.website ? NO_STRAYS : 0);
}

function suggestionsAt({ website, contactsAt, stated }: KnownOfCompany): SuggestedDomain[] {
  const site = readWebsite(website);
  const agreed = agreedDomain(site, contactsAt);
  const suggested = stated.map((domain) => ({
    domain,
    stated: true,
    agreed: domain === agreed?.domain,
    website: domain === site?.domain,
    contacts: contactsAt.get(domain) ?? 0,
  }));
  return agreed && !stated.includes(agreed.domain) ? [...suggested, agreed] : suggested;
}

/** Undefined when website and contacts do not agree. What strangers share, such as a mailbox provider's domain, says nothing. */
function agreedDomain(
  site: ReturnType<typeof readWebsite>,
  contactsAt: KnownOfCompany['contactsAt'],
): SuggestedDomain | undefined {
  const agreed = { stated: false, agreed: true, website: site !== undefined };
  const [first, ...others] = [...contactsAt].filter(([domain]) => parseEmailDomain(domain).kind === 'domain');
  if (others.length > 0) return undefined;
  if (!first) return site?.whole ? { ...agreed, domain: site.domain, contacts: 0 } : undefined;
  const [domain, contacts] = first;
  return site && site.domain !== domain ? undefined : { ...agreed, domain, contacts };
}

/** Counts contacts, given as the JSON of their addresses, by the domains of these. */
export function countByDomain(contacts: Iterable<string>, counted = new Map<string, number>()): Map<string, number> {
  for (const addresses of contacts) {
    const domains = new Set((JSON.parse(addresses) as string[]).map(domainOf));
    for (const domain of domains) counted.set(domain, (counted.get(domain) ?? 0) + 1);
  }
  return counted;
}
