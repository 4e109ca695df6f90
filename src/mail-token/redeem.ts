import { accountOf } from '../attempt/account.js';
import { prove, TRIES } from '../attempt/attempt.js';
import {
  type Attempt,
  findAttempt,
  findAttemptOfAsker,
  markOver,
  setAccount,
  spendTry,
} from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import type { Db, Purpose } from '../db/schema.js';
import { type KeyRing, keysById } from '../keys.js';
import { hit } from '../limits/counter-store.js';
import { isSameSecret } from '../secret.js';
import { deriveCode, deriveMac } from './derive.js';
import { HOUR, WRONG_TOKENS_ALERT } from './limits.js';
import { findMailToken, listMailTokens, type MailToken } from './mail-token-store.js';
import type { LinkToken, TypedToken } from './typed-token.js';

/** `proof` belongs to the browser that redeemed; it replaces that browser's secret. */
export type Redeemed =
  | { kind: 'proven'; attempt: Attempt; proof: string }
  | { kind: 'wrong'; triesLeft: number }
  | { kind: 'expired' | 'replaced' }
  | { kind: 'too-many' }
  | { kind: 'redeemed-before' }
  | { kind: 'over' };

export type LinkState =
  | { kind: 'good'; attempt: Attempt; token: MailToken }
  | { kind: 'expired' | 'used' | 'replaced'; attempt: Attempt }
  | { kind: 'damaged' };

export type DeadLink = Exclude<LinkState, { kind: 'good' }>;
export type RedeemedLink = Extract<Redeemed, { kind: 'proven' }> | { kind: 'dead'; state: DeadLink };

type Given = Exclude<TypedToken, { kind: 'not-a-token' }>;
export interface Redeeming {
  keys: KeyRing;
  now: number;
  purpose: Purpose;
  /** Of the browser that redeems. */
  clientAddress: string;
  /** What that browser holds of an attempt, hashed: its own, or another's, or nothing. */
  askedHash: string | undefined;
}

/** Of one attempt's tokens so many are good at once, because mail overtakes mail. */
const NEWEST = 3;

/**
 * Redeems what was pasted into the browser that holds the attempt's secret. One try is spent before anything is compared;
 * a wrong token is a result and not a throw, which would give the try back.
 */
export async function redeemTyped(
  trx: Db,
  redeeming: Redeeming & { askedHash: string },
  given: Given,
): Promise<Redeemed> {
  const { keys, now, purpose, askedHash } = redeeming;
  const attempt = await spendTry(trx, askedHash, purpose, TRIES, now);
  if (!attempt) return whyNoTry(await findAttemptOfAsker(trx, askedHash, purpose));
  const tokens = await listMailTokens(trx, attempt.handle);
  const at = tokens.findIndex((token) => isToken(keys, attempt, token, given));
  const token = tokens[at];
  if (!token) return wrong(trx, redeeming, attempt);
  const state = at >= NEWEST ? 'replaced' : token.expires_at <= now ? 'expired' : undefined;
  if (state) {
    await recordRedemption(trx, redeeming, attempt, 'expired');
    return attempt.wrong_tokens >= TRIES ? endAttempt(trx, redeeming, attempt) : { kind: state };
  }
  const proof = await prove(trx, attempt.handle, now, 'email-token');
  if (proof === undefined) return { kind: 'redeemed-before' };
  await recordRedemption(trx, redeeming, attempt, 'by-code');
  return { kind: 'proven', attempt: { ...attempt, proven_by: 'email-token' }, proof };
}

/**
 * Redeems a link. Whoever holds it has read the mail, so it costs no try; the session goes to the browser that asks. An
 * account that was proven in another browser need not be this person's: somebody may have had the mail sent to a stranger.
 */
export async function redeemLink(trx: Db, redeeming: Redeeming, link: LinkToken): Promise<RedeemedLink> {
  const state = await inspectLink(trx, redeeming, link);
  if (state.kind !== 'good') return { kind: 'dead', state };
  const { attempt } = state;
  const own = attempt.asked_hash === redeeming.askedHash;
  const account = own ? attempt.account : accountElsewhere(attempt);
  // Also where there is none: the other browser may be proving one at this moment.
  if (!own) await setAccount(trx, attempt.handle, account, attempt.address);
  const proof = await prove(trx, attempt.handle, redeeming.now, 'email-token');
  if (proof === undefined) return { kind: 'dead', state: { kind: 'used', attempt: state.attempt } };
  await recordRedemption(trx, redeeming, state.attempt, 'by-link');
  return { kind: 'proven', attempt: { ...attempt, account, proven_by: 'email-token' }, proof };
}

/** Says whether a link could be redeemed, and changes nothing: what a GET may do. */
export async function inspectLink(
  db: Db,
  { keys, now, purpose }: Omit<Redeeming, 'clientAddress' | 'askedHash'>,
  link: LinkToken,
): Promise<LinkState> {
  const attempt = await findAttempt(db, link.handle);
  const token = await findMailToken(db, link.handle, link.send);
  const genuine = attempt?.purpose === purpose && token && isToken(keys, attempt, token, { kind: 'link', link });
  if (!genuine) return { kind: 'damaged' };
  if (attempt.state === 'proven' || attempt.state === 'settled') return { kind: 'used', attempt };
  if (attempt.state === 'over' || token.expires_at <= now) return { kind: 'expired', attempt };
  if (token.send_number <= attempt.sends - NEWEST) return { kind: 'replaced', attempt };
  return { kind: 'good', attempt, token };
}

function isToken(ring: KeyRing, attempt: Attempt, token: MailToken, given: Given): boolean {
  const keys = keysById(ring, token.key_id);
  if (!keys) return false;
  const { purpose, handle, address } = attempt;
  const source = { purpose, handle, send: token.send_number, address };
  if (given.kind === 'code') return isSameSecret(deriveCode(keys, source), given.code);
  const { link } = given;
  return link.handle === handle && link.send === token.send_number && isSameSecret(deriveMac(keys, source), link.mac);
}

function accountElsewhere(attempt: Attempt): string | null {
  const account = accountOf(attempt);
  return account ? JSON.stringify({ ...account, elsewhere: true }) : null;
}

async function wrong(trx: Db, redeeming: Redeeming, attempt: Attempt): Promise<Redeemed> {
  await recordRedemption(trx, redeeming, attempt, 'wrong');
  await alertOfWrongTokens(trx, redeeming.now, attempt);
  if (attempt.wrong_tokens >= TRIES) return endAttempt(trx, redeeming, attempt);
  return { kind: 'wrong', triesLeft: TRIES - attempt.wrong_tokens };
}

async function endAttempt(trx: Db, redeeming: Redeeming, attempt: Attempt): Promise<Redeemed> {
  await markOver(trx, attempt.handle);
  await recordRedemption(trx, redeeming, attempt, 'too-many');
  return { kind: 'too-many' };
}

async function alertOfWrongTokens(trx: Db, now: number, { address, purpose, company_id }: Attempt): Promise<void> {
  const name = `wrong:${purpose}:${address}`;
  const counted = await hit(trx, now, { name, windowMs: HOUR, limit: WRONG_TOKENS_ALERT });
  if (counted.count === WRONG_TOKENS_ALERT) {
    const trace = `${WRONG_TOKENS_ALERT} wrong tokens within an hour`;
    const companyId = company_id ?? undefined;
    await record(trx, now, { kind: 'alert', outcome: 'wrong-tokens', address, companyId, trace });
  }
}

function whyNoTry(attempt: Attempt | undefined): Redeemed {
  if (attempt?.state === 'proven' || attempt?.state === 'settled') return { kind: 'redeemed-before' };
  return { kind: attempt && attempt.wrong_tokens >= TRIES ? 'too-many' : 'over' };
}

async function recordRedemption(
  trx: Db,
  { now, clientAddress }: Redeeming,
  { address, handle, company_id }: Attempt,
  outcome: 'by-code' | 'by-link' | 'wrong' | 'expired' | 'too-many',
): Promise<void> {
  const subject = { address, clientAddress, attempt: handle, companyId: company_id ?? undefined };
  await record(trx, now, { kind: 'token-redeemed', outcome, ...subject });
}
