import { parseEmailDomain } from '../../address/email-domain.js';

/**
 * The email domains that a PSA's own texts for a company are, each once. Left out is what is none, what strangers share, such
 * as a mailbox provider's domain, and the address of a page, which may be at somebody else's site.
 */
export function readStatedDomains(texts: readonly string[]): string[] {
  const sites = texts.map((text) => readWebsite(text.trim().replace(/^@/, '')));
  return [...new Set(sites.flatMap((site) => (site?.whole ? site.domain : [])))];
}

/** `whole`: the site is the company's own, and not a page such as the one it may have at a social network. */
export function readWebsite(website: string): { domain: string; whole: boolean } | undefined {
  const [, host = '', path = ''] = /^\s*(?:[a-z]+:\/\/)?(?:www\.)?([^/?#]*)\/?(.*)$/is.exec(website) ?? [];
  const parsed = parseEmailDomain(host);
  return parsed.kind === 'domain' ? { domain: parsed.domain, whole: path.trim() === '' } : undefined;
}
