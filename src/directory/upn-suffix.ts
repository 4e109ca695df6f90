import { parseEmailDomain } from '../address/email-domain.js';

/** `suffix` is as it is stored and compared: lower case, in A-labels. */
export type TypedSuffix = { kind: 'suffix'; suffix: string } | { kind: 'refused'; reason: 'malformed' | 'everybodys' };

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads what stands after the @ of user names: an email domain, or a name inside such as `corp`. Refused is what strangers
 * share, since the passwords of all who have an address there would be sent to this directory.
 */
export function parseUpnSuffix(typed: string): TypedSuffix {
  const parsed = parseEmailDomain(typed);
  if (parsed.kind === 'domain') return { kind: 'suffix', suffix: parsed.domain };
  const label = typed.trim().replace(/^@/, '').toLowerCase();
  switch (parsed.reason) {
    case 'single-label':
      return LABEL.test(label) ? { kind: 'suffix', suffix: label } : { kind: 'refused', reason: 'malformed' };
    case 'public-suffix':
    case 'mailbox-provider':
    case 'microsoft-tenants':
      return { kind: 'refused', reason: 'everybodys' };
    default:
      return { kind: 'refused', reason: 'malformed' };
  }
}
