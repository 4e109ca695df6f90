import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { getPublicSuffix } from 'tldts';
import { parseLoginEmail } from './login-email.js';
import { mailboxProviders } from './mailbox-providers.js';

/** `domain` is as it is stored and compared: lower case, in A-labels (`xn--…`), without a dot at the end. */
export type EmailDomain = { kind: 'domain'; domain: string } | { kind: 'refused'; reason: EmailDomainFault };

export type EmailDomainFault =
  | 'empty'
  | 'malformed'
  | 'ip-address'
  | 'single-label'
  | 'public-suffix'
  | 'mailbox-provider'
  | 'microsoft-tenants';

const MAX_TYPED = 2_000;
const HOST = /^[a-z0-9.\u0080-\uffff-]+$/i;

/** Under each of these every Microsoft 365 customer of one cloud has a subdomain. The public suffix list lacks them. */
const microsoftTenants: ReadonlySet<string> = new Set([
  'onmicrosoft.com',
  'onmicrosoft.us',
  'onmicrosoft.de',
  'partner.onmschina.cn',
]);

/** Scripts whose letters pass for one another's. Han, Kana and Hangul stand beside Latin in honest names. */
const confusableScripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Georgian', 'Hebrew'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

/**
 * Reads an email domain out of what an administrator types or pastes: a domain, `@domain`, a whole address or a web
 * address. Refused is what strangers share, since whoever has an address there would become a contact of the company.
 */
export function parseEmailDomain(typed: string): EmailDomain {
  if (typed.length > MAX_TYPED) return refused('malformed');
  const host = hostIn(typed);
  if (host === '') return refused('empty');
  if (host.startsWith('[') || isIP(host) !== 0) return refused('ip-address');

  const domain = toALabels(host.replace(/:\d*$/, ''));
  if (domain === '') return refused('malformed');
  if (isIP(domain) !== 0) return refused('ip-address'); // UTS-46 reads 0x7f.1 and full-width digits as numbers
  if (!domain.includes('.')) return refused('single-label');
  if (parseLoginEmail(`x@${domain}`).kind === 'refused') return refused('malformed'); // one grammar for both
  if (microsoftTenants.has(domain)) return refused('microsoft-tenants');
  if (mailboxProviders.has(domain)) return refused('mailbox-provider');
  if (getPublicSuffix(domain, { allowPrivateDomains: true }) === domain) return refused('public-suffix');
  return { kind: 'domain', domain };
}

/** The domain as its owner writes it, `bücher.example`; a plain one comes back as it is. */
export function displayDomain(domain: string): string {
  return domainToUnicode(domain) || domain;
}

/** Whether one label mixes scripts that look alike, such as a Cyrillic a within Latin letters. For a warning. */
export function hasMixedScripts(domain: string): boolean {
  const labels = displayDomain(domain).split('.');
  return labels.some((label) => confusableScripts.filter((script) => script.test(label)).length > 1);
}

function refused(reason: EmailDomainFault): EmailDomain {
  return { kind: 'refused', reason };
}

function hostIn(typed: string): string {
  const text = typed
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '');
  return text.slice(text.indexOf('@') + 1);
}

/** Empty when there is no such domain. HOST comes first: domainToASCII decodes `%2e` and cuts at a slash. */
function toALabels(host: string): string {
  const domain = HOST.test(host) ? domainToASCII(host).replace(/\.$/, '') : '';
  // Newer Nodes let A-labels pass that stand for nothing, and leave them as they are in the other direction.
  return /(^|\.)xn--/.test(domainToUnicode(domain)) ? '' : domain;
}
