import { findLiveAttempt, type NewAttempt, startAttempt } from '../attempt/attempt.js';
import { knownBrowser } from '../attempt/known-browser.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import { clientNetwork } from '../limits/client-network.js';
import { hit } from '../limits/counter-store.js';
import { HOUR, type Limits } from '../mail-token/limits.js';

interface BeginDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
  limits: Limits;
}

/** `secret` is set when a new attempt was started: it goes into this browser's cookie. */
export type Begun = { kind: 'begun'; secret?: string } | { kind: 'limited'; retryAfterMs: number };

/**
 * Begins an attempt without sending anything, where there is another way than the email token; the same address again
 * continues this browser's attempt. A network may begin as many as it may ask for mails.
 */
export async function beginAttempt(
  { db, clock, keys, limits }: BeginDeps,
  wanted: NewAttempt,
  browser: { secret: string | undefined; knownCookie: string | undefined },
): Promise<Begun> {
  const now = clock();
  return transaction(db, async (trx): Promise<Begun> => {
    const { purpose, address, client } = wanted;
    const live = browser.secret && (await findLiveAttempt(trx, browser.secret, purpose, now));
    if (live && live.address === address) return { kind: 'begun' };
    const by = knownBrowser(keys.current, browser.knownCookie, address) ? 0 : 1;
    const name = `begun:${purpose}:${clientNetwork(client.address)}`;
    const counted = await hit(trx, now, { name, windowMs: HOUR, limit: limits.askedByNetwork, by });
    if (by === 1 && counted.kind === 'over') return { kind: 'limited', retryAfterMs: counted.retryAfterMs };
    const { secret } = await startAttempt(trx, now, wanted);
    return { kind: 'begun', secret };
  });
}
