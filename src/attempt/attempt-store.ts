import type { Selectable } from 'kysely';
import { chunksOf } from '../chunks.js';
import { prepared } from '../db/prepared.js';
import type { AttemptTable, Db, Purpose } from '../db/schema.js';

export type Attempt = Selectable<AttemptTable>;

export async function insertAttempt(db: Db, attempt: Attempt): Promise<void> {
  await insert(db, attempt);
}

const insert = prepared((db, attempt: Attempt) => db.insertInto('attempts').values(attempt));

export async function findAttempt(db: Db, handle: string): Promise<Attempt | undefined> {
  return db.selectFrom('attempts').selectAll().where('handle', '=', handle).executeTakeFirst();
}

/** The attempt that the browser with this secret asked for, in whatever state it is. */
export async function findAttemptOfAsker(db: Db, askedHash: string, purpose: Purpose): Promise<Attempt | undefined> {
  return (await selectByAskedHash(db, askedHash, purpose)).rows[0];
}

const selectByAskedHash = prepared((db, askedHash: string, purpose: Purpose) =>
  db.selectFrom('attempts').selectAll().where('asked_hash', '=', askedHash).where('purpose', '=', purpose),
);

/** The attempt of the browser that redeemed its token, while the proof is good: proven, or settled by now. */
export async function findAttemptOfProof(db: Db, proofHash: string, now: number): Promise<Attempt | undefined> {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('proof_hash', '=', proofHash)
    .where('state', 'in', ['proven', 'settled'])
    .where('proof_expires_at', '>', now)
    .executeTakeFirst();
}

/** Counts one more send and lets the attempt live on. Answers the number of that send, or undefined when it is over. */
export async function countSend(
  db: Db,
  handle: string,
  { expiresAt, companyId }: { expiresAt: number; companyId?: string | undefined },
): Promise<number | undefined> {
  return (await updateSends(db, handle, { expiresAt, companyId: companyId ?? null })).rows[0]?.sends;
}

const updateSends = prepared((db, handle: string, changed: { expiresAt: number; companyId: string | null }) =>
  db
    .updateTable('attempts')
    .set((eb) => ({ sends: eb('sends', '+', 1), expires_at: changed.expiresAt, company_id: changed.companyId }))
    .where('handle', '=', handle)
    .where('state', '=', 'asked')
    .returning('sends'),
);

/** Takes one try before anything is compared. Undefined when the attempt is over, expired, proven or not this browser's. */
export async function spendTry(
  db: Db,
  askedHash: string,
  purpose: Purpose,
  tries: number,
  now: number,
): Promise<Attempt | undefined> {
  return (await updateTries(db, askedHash, purpose, tries, now)).rows[0];
}

const updateTries = prepared((db, askedHash: string, purpose: Purpose, tries: number, now: number) =>
  db
    .updateTable('attempts')
    .set((eb) => ({ wrong_tokens: eb('wrong_tokens', '+', 1) }))
    .where('asked_hash', '=', askedHash)
    .where('purpose', '=', purpose)
    .where('state', '=', 'asked')
    .where('wrong_tokens', '<', tries)
    .where('expires_at', '>', now)
    .returningAll(),
);

/** True for the one caller that redeems a token of this attempt. */
export async function markProven(db: Db, handle: string, proof: Proof): Promise<boolean> {
  return (await updateToProven(db, handle, proof)).numAffectedRows === 1n;
}

export interface Proof {
  hash: string;
  expiresAt: number;
  by: 'email-token' | 'directory';
}

const updateToProven = prepared((db, handle: string, proof: Proof) =>
  db
    .updateTable('attempts')
    .set({ state: 'proven', proven_by: proof.by, proof_hash: proof.hash, proof_expires_at: proof.expiresAt })
    .where('handle', '=', handle)
    .where('state', '=', 'asked'),
);

/**
 * Notes the account whose password was right, with the address that the attempt is for from now on. False when the attempt is
 * proven or over by now: what was proven once must not become somebody else's.
 */
export async function setAccount(db: Db, handle: string, account: string | null, address: string): Promise<boolean> {
  const result = await db
    .updateTable('attempts')
    .set({ account, address })
    .where('handle', '=', handle)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** True for the one caller that turns a proof into a session. */
export async function markSettled(db: Db, handle: string): Promise<boolean> {
  return (await updateToSettled(db, handle)).numAffectedRows === 1n;
}

const updateToSettled = prepared((db, handle: string) =>
  db.updateTable('attempts').set({ state: 'settled' }).where('handle', '=', handle).where('state', '=', 'proven'),
);

/** Ends an attempt. False when it has been proven or ended by now. */
export async function markOver(db: Db, handle: string): Promise<boolean> {
  const asked = db.updateTable('attempts').set({ state: 'over' }).where('state', '=', 'asked');
  return (await asked.where('handle', '=', handle).executeTakeFirst()).numUpdatedRows === 1n;
}

/** Ends every attempt that waits for its token, or was proven by one: what happens when the way is switched off. */
export async function markAllOver(db: Db, purpose: Purpose): Promise<void> {
  await db
    .updateTable('attempts')
    .set({ state: 'over' })
    .where('purpose', '=', purpose)
    .where((eb) => eb.or([eb('state', '=', 'asked'), eb.and({ state: 'proven', proven_by: 'email-token' })]))
    .execute();
}

export async function setShared(db: Db, handle: string, shared: 0 | 1): Promise<void> {
  await db.updateTable('attempts').set({ shared }).where('handle', '=', handle).execute();
}

/** Deletes a batch of attempts that ended, or could have been continued last, before this moment; their tokens too. */
export async function deleteAttemptsEndedBefore(db: Db, before: number, batch: number): Promise<number> {
  const doomed = db.selectFrom('attempts').select('handle').where('expires_at', '<', before);
  const batched = doomed.orderBy('expires_at').limit(batch);
  const result = await db.deleteFrom('attempts').where('handle', 'in', batched).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ends every attempt to sign in as a contact with one of these addresses that is under way. */
export async function markAddressesOver(db: Db, addresses: string[]): Promise<void> {
  for (const some of chunksOf(addresses)) {
    await db
      .updateTable('attempts')
      .set({ state: 'over' })
      .where('address', 'in', some)
      .where('purpose', '=', 'contact')
      .where('state', 'in', ['asked', 'proven'])
      .execute();
  }
}
