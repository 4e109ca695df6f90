import { randomBytes } from 'node:crypto';

/** A new row's id: 9 characters of time, then 72 random bits. Ids made later sort later, in either engine. */
export function newId(now: number): string {
  return now.toString(36).padStart(9, '0') + randomBytes(9).toString('hex');
}

/** A random value nobody can guess, as base64url: 32 bytes for a secret, 12 for a public handle. */
export function randomToken(bytes: 12 | 32): string {
  return randomBytes(bytes).toString('base64url');
}
