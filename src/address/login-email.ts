export type LoginEmail =
  | { kind: 'address'; address: string; domain: string }
  | { kind: 'refused'; reason: LoginEmailFault };

export type LoginEmailFault =
  | 'empty'
  | 'too-long'
  | 'not-ascii'
  | 'no-at'
  | 'several-at'
  | 'bad-local-part'
  | 'bad-domain'
  | 'trailing-dot';

const MAX_TYPED = 1_000;
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;

const BLANKS_AROUND = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const NOT_ASCII = /[\u0080-\uffff]/;
const LOCAL_PART = /^[a-z0-9#$&'*+/=?^_{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The one parser of email addresses: nothing else splits or lower-cases one. Comes back with the address as it is
 * stored and compared (all lower case, `+tag` and dots untouched), or with the first rule that it breaks.
 */
export function parseLoginEmail(typed: string): LoginEmail {
  if (typed.length > MAX_TYPED) return refused('too-long'); // before any pattern; leaves room for pasted blanks
  const text = typed.replace(BLANKS_AROUND, '');
  if (text === '') return refused('empty');
  if (text.length > MAX_ADDRESS) return refused('too-long');
  // Before lower-casing: U+212A, the Kelvin sign, would become a plain k and with it somebody else's address.
  if (NOT_ASCII.test(text)) return refused('not-ascii');

  const address = text.toLowerCase();
  const at = address.indexOf('@');
  if (at === -1) return refused('no-at');
  if (address.includes('@', at + 1)) return refused('several-at');

  const localPart = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (localPart.length > MAX_LOCAL_PART) return refused('too-long');
  if (!isLocalPart(localPart)) return refused('bad-local-part');
  if (domain.endsWith('.')) return refused('trailing-dot');
  if (!isDomain(domain)) return refused('bad-domain');
  return { kind: 'address', address, domain };
}

/** The domain of an address that parseLoginEmail accepted, such as a stored one. */
export function domainOf(address: string): string {
  return address.slice(address.indexOf('@') + 1);
}

/** The part before the @ of such an address. */
export function localPartOf(address: string): string {
  return address.slice(0, address.indexOf('@'));
}

function refused(reason: LoginEmailFault): LoginEmail {
  return { kind: 'refused', reason };
}

/** A dot-atom without `%`, `!`, `` ` `` and `=?`: relays have read those as routes and as encoded words. */
function isLocalPart(localPart: string): boolean {
  return LOCAL_PART.test(localPart) && !localPart.includes('=?');
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
}
