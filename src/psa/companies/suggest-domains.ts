import { parseEmailDomain } from '../../address/email-domain.js';
import { domainOf } from '../../address/login-email.js';

export interface SuggestedDomain {
  domain: string;
  /** Whether the PSA itself has it for the company. */
  stated: boolean;
  /** Whether the website agrees; else it says nothing. */
  website: boolean;
  /** How many contacts have an address there. */
  contacts: number;
}

export interface KnownOfCompany {
  website: string;
  /** How many contacts have an address at a domain. */
  contactsAt: ReadonlyMap<string, number>;
  /** The email domains that the PSA has for the company, as they stand there. */
  stated: readonly string[];
}

/**
 * The email domains to suggest to a company: those that the PSA has for it, and the one that its website and all of its
 * contacts agree on. What strangers share, such as a mailbox provider's domain, says nothing.
 */
export function suggestDomains({ website, contactsAt, stated }: KnownOfCompany): SuggestedDomain[] {
  const site = readWebsite(website)?.domain;
  const domains = new Set(stated.flatMap((text) => readWebsite(text.trim().replace(/^@/, ''))?.domain ?? []));
  const told = [...domains].map((domain) => {
    return { domain, stated: true, website: domain === site, contacts: contactsAt.get(domain) ?? 0 };
  });
  const agreed = agreedDomain(website, contactsAt);
  return agreed && !domains.has(agreed.domain) ? [...told, agreed] : told;
}

/** Undefined when website and contacts do not agree. */
function agreedDomain(website: string, contactsAt: ReadonlyMap<string, number>): SuggestedDomain | undefined {
  const site = readWebsite(website);
  const [first, ...others] = [...contactsAt].filter(([domain]) => parseEmailDomain(domain).kind === 'domain');
  if (others.length > 0) return undefined;
  if (!first) return site?.whole ? { domain: site.domain, stated: false, website: true, contacts: 0 } : undefined;
  const [domain, contacts] = first;
  if (site && site.domain !== domain) return undefined;
  return { domain, stated: false, website: site !== undefined, contacts };
}

/** Counts contacts, given as the JSON of their addresses, by the domains of these. */
export function countByDomain(contacts: Iterable<string>, counted = new Map<string, number>()): Map<string, number> {
  for (const addresses of contacts) {
    const domains = new Set((JSON.parse(addresses) as string[]).map(domainOf));
    for (const domain of domains) counted.set(domain, (counted.get(domain) ?? 0) + 1);
  }
  return counted;
}

/** `whole`: the site is the company's own, and not a page such as the one it may have at a social network. */
function readWebsite(website: string): { domain: string; whole: boolean } | undefined {
  const [, host = '', path = ''] = /^\s*(?:[a-z]+:\/\/)?(?:www\.)?([^/?#]*)\/?(.*)$/is.exec(website) ?? [];
  const parsed = parseEmailDomain(host);
  return parsed.kind === 'domain' ? { domain: parsed.domain, whole: path.trim() === '' } : undefined;
}
