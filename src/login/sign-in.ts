import { findAttemptOfProof, setShared } from '../attempt/attempt-store.js';
import type { Clock } from '../clock.js';
import type { Db, Flag } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import { type DeadLink, type Redeemed, redeemLink, redeemTyped } from '../mail-token/redeem.js';
import type { LinkToken, TypedToken } from '../mail-token/typed-token.js';
import { hashSecret } from '../secret.js';
import type { Client } from '../sessions/start-session.js';
import type { Answers, Door, Settled } from './door.js';

export interface SignInDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
}

/** `proof` replaces this browser's secret in the cookie while something is still to be asked. */
type SettledNow = { kind: 'settled'; settled: Settled; proof: string };
export type SignInByToken = SettledNow | Exclude<Redeemed, { kind: 'proven' }> | { kind: 'closed' };
export type SignInByLink = SettledNow | { kind: 'dead'; state: DeadLink } | { kind: 'closed' };

interface Redeemer {
  door: Door;
  client: Client;
  /** "This is a shared computer", as ticked on the page that redeems; undefined keeps what was ticked before. */
  shared: boolean | undefined;
  /** What this browser remembers from earlier sign-ins: the company chosen last. */
  answers: Answers;
}

/** Signs in with what was pasted: token, match and session in one commit, so that a crash leaves all of it or nothing. */
export async function signInByToken(
  { db, clock, keys }: SignInDeps,
  redeemer: Redeemer,
  secret: string,
  given: Exclude<TypedToken, { kind: 'not-a-token' }>,
): Promise<SignInByToken> {
  const now = clock();
  return transaction(db, async (trx): Promise<SignInByToken> => {
    if (!(await redeemer.door.isOpen(trx))) return { kind: 'closed' };
    const redeemed = await redeemTyped(
      trx,
      { keys, now, purpose: redeemer.door.purpose, clientAddress: redeemer.client.address },
      secret,
      given,
    );
    return redeemed.kind === 'proven' ? settleNow(trx, now, redeemer, redeemed) : redeemed;
  });
}

/** Signs in with a link, in the browser that opened it. A link that is no good comes back with the reason. */
export async function signInByLink(
  { db, clock, keys }: SignInDeps,
  redeemer: Redeemer,
  link: LinkToken,
): Promise<SignInByLink> {
  const now = clock();
  return transaction(db, async (trx): Promise<SignInByLink> => {
    if (!(await redeemer.door.isOpen(trx))) return { kind: 'closed' };
    const redeemed = await redeemLink(
      trx,
      { keys, now, purpose: redeemer.door.purpose, clientAddress: redeemer.client.address },
      link,
    );
    return redeemed.kind === 'proven' ? settleNow(trx, now, redeemer, redeemed) : redeemed;
  });
}

/** Goes on with a proof: after a company was chosen or a name typed. `no-attempt` when the proof is void or used. */
export async function settleProof(
  { db, clock }: SignInDeps,
  door: Door,
  client: Client,
  proof: string,
  answers: Answers,
): Promise<Settled> {
  const now = clock();
  return transaction(db, async (trx): Promise<Settled> => {
    const attempt = await findAttemptOfProof(trx, hashSecret(proof), now);
    if (attempt?.purpose !== door.purpose || !(await door.isOpen(trx))) return { kind: 'no-attempt' };
    if (attempt.state === 'settled') return { kind: 'settled-before' };
    return door.settle(trx, now, attempt, client, answers);
  });
}

async function settleNow(
  trx: Db,
  now: number,
  redeemer: Redeemer,
  redeemed: Extract<Redeemed, { kind: 'proven' }>,
): Promise<SettledNow> {
  const { door, client, shared } = redeemer;
  const { proof } = redeemed;
  const attempt = shared === undefined ? redeemed.attempt : { ...redeemed.attempt, shared: Number(shared) as Flag };
  if (attempt.shared !== redeemed.attempt.shared) await setShared(trx, attempt.handle, attempt.shared);
  return { kind: 'settled', settled: await door.settle(trx, now, attempt, client, redeemer.answers), proof };
}
