import type { Db, Flag, Purpose } from '../db/schema.js';
import { randomToken } from '../id.js';
import { hashSecret } from '../secret.js';
import type { Client } from '../sessions/start-session.js';
import type { Account } from './account.js';
import { type Attempt, findAttemptOfAsker, insertAttempt, markProven, type Proof } from './attempt-store.js';

const MINUTE = 60_000;
/** An attempt lives this long from its last send, so that a resend works when every token has expired. */
export const ATTEMPT_MS = 60 * MINUTE;
/** How long the browser that proved the address may take to choose a company or type a name. */
const PROOF_MS = 15 * MINUTE;
/** Ended attempts are kept this long, so that an old link can say why it is dead. */
export const KEPT_AFTER_END_MS = 24 * 60 * MINUTE;
/** Wrong tokens after which an attempt is over; a resend gives none back. */
export const TRIES = 5;

export interface NewAttempt {
  purpose: Purpose;
  address: string;
  client: Client;
  shared: boolean;
  returnTo: string;
  /** The account that an earlier attempt of this browser proved, when only its address is another one. */
  account?: Account | undefined;
}

/** Starts an attempt and answers it with its browser's secret, of which only the hash is stored. */
export async function startAttempt(
  trx: Db,
  now: number,
  wanted: NewAttempt,
): Promise<{ attempt: Attempt; secret: string }> {
  const secret = randomToken(32);
  const attempt: Attempt = {
    handle: randomToken(12),
    purpose: wanted.purpose,
    address: wanted.address,
    state: 'asked',
    asked_hash: hashSecret(secret),
    proof_hash: null,
    proof_expires_at: null,
    sends: 0,
    wrong_tokens: 0,
    company_id: null,
    account: wanted.account ? JSON.stringify(wanted.account) : null,
    proven_by: null,
    shared: Number(wanted.shared) as Flag,
    return_to: wanted.returnTo,
    client_address: wanted.client.address,
    user_agent: wanted.client.userAgent,
    created_at: now,
    expires_at: now + ATTEMPT_MS,
  };
  await insertAttempt(trx, attempt);
  return { attempt, secret };
}

/** The asking browser's attempt while it can still be redeemed or resent. */
export async function findLiveAttempt(
  db: Db,
  secret: string,
  purpose: Purpose,
  now: number,
): Promise<Attempt | undefined> {
  const attempt = await findAttemptOfAsker(db, hashSecret(secret), purpose);
  return attempt && isLive(attempt, now) ? attempt : undefined;
}

export function isLive(attempt: Attempt, now: number): boolean {
  return attempt.state === 'asked' && attempt.expires_at > now;
}

/**
 * Moves an attempt from asked to proven and answers the fresh proof for the browser that redeemed: undefined when another
 * request did it before. The asking browser's secret is worthless from then on.
 */
export async function prove(trx: Db, handle: string, now: number, by: Proof['by']): Promise<string | undefined> {
  const proof = randomToken(32);
  const first = await markProven(trx, handle, { hash: hashSecret(proof), expiresAt: now + PROOF_MS, by });
  return first ? proof : undefined;
}
