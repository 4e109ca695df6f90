import { createHmac, type KeyObject } from 'node:crypto';
import type { Purpose } from '../db/schema.js';
import type { Keys } from '../keys.js';
import { CODE_ALPHABET } from './typed-token.js';

/** What a token is made of: all of it stands in rows, none of it is secret without the key. */
export interface TokenSource {
  purpose: Purpose;
  /** The attempt's handle. */
  handle: string;
  send: number;
  address: string;
}

const CODE_BYTES = 5;

/** The code to paste: the first 40 bits of the HMAC, as 8 characters of Crockford base 32 without the dash. */
export function deriveCode(keys: Keys, source: TokenSource): string {
  const bits = BigInt(`0x${hmac(keys.code, source).subarray(0, CODE_BYTES).toString('hex')}`);
  return Array.from({ length: 8 }, (_, at) => CODE_ALPHABET[Number((bits >> BigInt(35 - 5 * at)) & 31n)]).join('');
}

/** The last part of the link behind Login Now: all 256 bits of the HMAC with a key of its own. */
export function deriveMac(keys: Keys, source: TokenSource): string {
  return hmac(keys.link, source).toString('base64url');
}

/** Where Login Now leads: at the door that the token is for. `origin` is PUBLIC_URL. */
export function deriveLink(keys: Keys, source: TokenSource, origin: string): string {
  const door = source.purpose === 'administrator' ? '/admin/login' : '/login';
  return `${origin}${door}/now/${source.handle}.${source.send}.${deriveMac(keys, source)}`;
}

/** Unambiguous: only the address, which comes last, can hold a `|`. */
function hmac(key: KeyObject, { purpose, handle, send, address }: TokenSource): Buffer {
  return createHmac('sha256', key).update(`${purpose}|${handle}|${send}|${address}`).digest();
}
