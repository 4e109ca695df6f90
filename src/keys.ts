import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Everything that is keyed, from one secret: a label of its own for each use, so that no value serves for another. */
export interface Keys {
  /** Names the key in rows: which of two a token was made with. */
  id: string;
  /** Stands in the database, so that a start with another key is noticed. */
  fingerprint: string;
  code: KeyObject;
  link: KeyObject;
  /** Marks a browser that has signed in as an address before. */
  browser: KeyObject;
  csrf: KeyObject;
  setup: KeyObject;
  /** Signs session cookies. */
  cookie: string;
  /** AES-256 key that settings are sealed with. */
  seal: KeyObject;
}

export interface KeyRing {
  current: Keys;
  /** During a rotation: what was made with it still opens. */
  previous?: Keys;
}

/** Derives the keys of one secret by HKDF-SHA-256. The same secret gives the same keys on every machine. */
export function deriveKeys(secret: string): Keys {
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', secret, 'latchkey', label, 32));
  const key = (label: string) => createSecretKey(derive(label));
  const fingerprint = createHash('sha256').update(derive('fingerprint')).digest('hex');
  return {
    id: fingerprint.slice(0, 8),
    fingerprint,
    code: key('mail token code'),
    link: key('mail token link'),
    browser: key('known browser'),
    csrf: key('form token'),
    setup: key('set-up link'),
    cookie: derive('session cookie').toString('hex'),
    seal: key('sealed settings'),
  };
}

/** The key with this id, or undefined when it is in no rotation any more. */
export function keysById(ring: KeyRing, id: string): Keys | undefined {
  return [ring.current, ring.previous].find((keys) => keys?.id === id);
}
