import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type KeyRing, keysById } from './keys.js';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;

/** Seals a setting that is a secret before it reaches a table: `<key id>.<nonce>.<tag>.<ciphertext>`. */
export function seal(ring: KeyRing, plain: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, ring.current.seal, nonce);
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [ring.current.id, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/** Opens what `seal` made with the current or the previous key; throws when it was made with another or was changed. */
export function open(ring: KeyRing, sealed: string): string {
  const [id = '', ...parts] = sealed.split('.');
  const keys = keysById(ring, id);
  const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!keys || !nonce || !tag || !text) throw new Error('A sealed setting was made with a key that is not here');
  const decipher = createDecipheriv(ALGORITHM, keys.seal, nonce);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}

/** As `open`, but undefined when that is not possible: a lost password must not take down the page that asks for it. */
export function tryOpen(ring: KeyRing, sealed: string): string | undefined {
  try {
    return open(ring, sealed);
  } catch {
    return undefined;
  }
}

/** True when the value was sealed with the previous key and should be sealed anew. */
export function isSealedWithPrevious(ring: KeyRing, sealed: string): boolean {
  return sealed.split('.', 1)[0] !== ring.current.id;
}
