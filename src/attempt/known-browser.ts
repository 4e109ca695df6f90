import { createHmac } from 'node:crypto';
import { randomToken } from '../id.js';
import type { Keys } from '../keys.js';
import { isSameSecret } from '../secret.js';

const ADDRESSES_KEPT = 5;
const MARK_CHARACTERS = 22;

/**
 * The id of a browser that has signed in as this address before, else undefined. The cookie is `<id>.<mark>.<mark>…`, a mark
 * for each address; nobody makes one without the key, so a stranger cannot use the budget of somebody's own browser.
 */
export function knownBrowser(keys: Keys, cookie: string | undefined, address: string): string | undefined {
  const [id = '', ...marks] = (cookie ?? '').split('.');
  const expected = markOf(keys, id, address);
  const known = marks.some((mark) => isSameSecret(expected, mark));
  return known ? id : undefined;
}

/** The cookie of a browser that has just signed in as this address. */
export function rememberAddress(keys: Keys, cookie: string | undefined, address: string): string {
  const [id, ...marks] = cookie ? cookie.split('.') : [randomToken(12)];
  const mark = markOf(keys, id ?? '', address);
  return [id, mark, ...marks.filter((other) => other !== mark)].slice(0, 1 + ADDRESSES_KEPT).join('.');
}

function markOf(keys: Keys, id: string, address: string): string {
  return createHmac('sha256', keys.browser).update(`${id}|${address}`).digest('base64url').slice(0, MARK_CHARACTERS);
}
