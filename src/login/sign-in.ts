import { findAttemptOfProof, setShared } from '../attempt/attempt-store.js';
import type { Db, Flag } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { type DeadLink, type Redeemed, type Redeeming, redeemLink, redeemTyped } from '../mail-token/redeem.js';
import type { LinkToken, TypedToken } from '../mail-token/typed-token.js';
import { hashSecret } from '../secret.js';
import type { Client } from '../sessions/start-session.js';
import type { Answers, Door, Settled, Settling } from './door.js';
import { askStanding, type StandingDeps } from './standing.js';

/** `proof` replaces this browser's secret in the cookie while something is still to be asked. */
export type SettledNow = { kind: 'settled'; settled: Settled; proof: string };
type JustProven = Extract<Redeemed, { kind: 'proven' }>;
export type SignInByToken = SettledNow | Exclude<Redeemed, JustProven> | { kind: 'closed' };
export type SignInByLink = SettledNow | { kind: 'dead'; state: DeadLink } | { kind: 'closed' };

/** A proof that was just given, and how far the same commit has come with it. */
export type Proven = { kind: 'proven-now'; proof: string; settling: Settling };

export interface Redeemer {
  door: Door;
  client: Client;
  /** The secret that this browser holds, of whatever attempt. */
  secret: string | undefined;
  /** "This is a shared computer", as ticked on the page that redeems; undefined keeps what was ticked before. */
  shared: boolean | undefined;
  /** What this browser remembers from earlier sign-ins: the company chosen last. */
  answers: Answers;
}

/**
 * Signs in with what was pasted: token, match and session in one commit, so that a crash leaves all of it or nothing. Where a
 * directory has to be asked in between there are two, and a crash costs a new token.
 */
export async function signInByToken(
  deps: StandingDeps,
  redeemer: Redeemer & { secret: string },
  given: Exclude<TypedToken, { kind: 'not-a-token' }>,
): Promise<SignInByToken> {
  return signInBy(deps, redeemer, (trx, redeeming) =>
    redeemTyped(trx, { ...redeeming, askedHash: hashSecret(redeemer.secret) }, given),
  );
}

/** Signs in with a link, in the browser that opened it. A link that is no good comes back with the reason. */
export async function signInByLink(deps: StandingDeps, redeemer: Redeemer, link: LinkToken): Promise<SignInByLink> {
  return signInBy(deps, redeemer, (trx, redeeming) => redeemLink(trx, redeeming, link));
}

async function signInBy<Failed extends { kind: string }>(
  deps: StandingDeps,
  redeemer: Redeemer,
  redeem: (trx: Db, redeeming: Redeeming) => Promise<JustProven | Failed>,
): Promise<SettledNow | Failed | { kind: 'closed' }> {
  const { door, client, secret } = redeemer;
  const now = deps.clock();
  const askedHash = secret === undefined ? undefined : hashSecret(secret);
  const redeeming = { keys: deps.keys, now, purpose: door.purpose, clientAddress: client.address, askedHash };
  const redeemed = await transaction(deps.db, async (trx) => {
    if (!(await door.isOpen(trx))) return { kind: 'closed' as const };
    const result = await redeem(trx, redeeming);
    return isProven(result) ? settleNow(trx, now, redeemer, result) : result;
  });
  return isProvenNow(redeemed) ? goOn(deps, redeemer, redeemed) : redeemed;
}

/** Goes on with a proof: after a company was chosen or a name typed. `no-attempt` when the proof is void or used. */
export async function settleProof(
  deps: StandingDeps,
  door: Door,
  client: Client,
  proof: string,
  answers: Answers,
): Promise<Settled> {
  return withStanding(deps, answers, async (complete) => {
    const now = deps.clock();
    return transaction(deps.db, async (trx): Promise<Settling> => {
      const attempt = await findAttemptOfProof(trx, hashSecret(proof), now);
      if (attempt?.purpose !== door.purpose) return { kind: 'no-attempt' };
      if (attempt.proven_by !== 'directory' && !(await door.isOpen(trx))) return { kind: 'no-attempt' };
      if (attempt.state === 'settled') return { kind: 'settled-before' };
      return door.settle(trx, now, attempt, client, complete);
    });
  });
}

/** Settles in the transaction that proves, as far as that goes without asking anybody. */
export async function settleNow(
  trx: Db,
  now: number,
  { door, client, shared, answers }: Redeemer,
  { attempt: before, proof }: JustProven,
): Promise<Proven> {
  const attempt = shared === undefined ? before : { ...before, shared: Number(shared) as Flag };
  if (attempt.shared !== before.shared) await setShared(trx, attempt.handle, attempt.shared);
  return { kind: 'proven-now', proof, settling: await door.settle(trx, now, attempt, client, answers) };
}

/** The rest of a sign-in whose proof is committed: only a directory that has to be asked is left to wait for. */
export async function goOn(
  deps: StandingDeps,
  { door, client, answers }: Redeemer,
  { proof, settling }: Proven,
): Promise<SettledNow> {
  if (settling.kind !== 'ask-directory') return { kind: 'settled', settled: settling, proof };
  const standing = await askStanding(deps, settling.question);
  return { kind: 'settled', settled: await settleProof(deps, door, client, proof, { ...answers, standing }), proof };
}

/** Settles, and settles again with the answer when a directory has to be asked in between. */
export async function withStanding(
  deps: StandingDeps,
  answers: Answers,
  settle: (answers: Answers) => Promise<Settling>,
): Promise<Settled> {
  const first = await settle(answers);
  if (first.kind !== 'ask-directory') return first;
  const second = await settle({ ...answers, standing: await askStanding(deps, first.question) });
  // Company or contact changed while the directory was asked: rare enough to start again.
  return second.kind === 'ask-directory' ? { kind: 'no-attempt' } : second;
}

function isProven(result: { kind: string }): result is JustProven {
  return result.kind === 'proven';
}

function isProvenNow(result: { kind: string }): result is Proven {
  return result.kind === 'proven-now';
}
