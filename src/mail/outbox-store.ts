import { type Selectable, sql } from 'kysely';
import { isSqlite } from '../db/database.js';
import { prepared } from '../db/prepared.js';
import type { Db, Flag, OutboxTable } from '../db/schema.js';

export type OutboxRow = Selectable<OutboxTable>;

/** What a worker writes when it is done with a row for now, or for good. */
export type RowChange = Pick<
  OutboxRow,
  'state' | 'reason' | 'company_id' | 'reply' | 'tries' | 'unknown_outcomes' | 'next_try_at' | 'ended_at'
>;

/** Written out, not as parameters: only so do both engines use the partial indexes. */
const UNFINISHED = sql<boolean>`state in ('pending', 'sending')`;
const IS_MAIL = sql<boolean>`state <> 'nowhere'`;
const IS_ADMITTED = sql<boolean>`reason is null`;

export async function insertMail(db: Db, row: OutboxRow): Promise<void> {
  await insert(db, row);
}

const insert = prepared((db, row: OutboxRow) => db.insertInto('outbox').values(row));

/**
 * Takes what is due under a lease of this worker's, oldest first, and answers it as it stands then. A leased row becomes
 * due again when its lease runs out: nobody knows what came of it, which is counted.
 */
export async function claimDueMails(db: Db, claim: Claim): Promise<OutboxRow[]> {
  const { rows } = await claimDue(db, claim);
  return rows.sort((one, other) => (one.id < other.id ? -1 : 1));
}

interface Claim {
  now: number;
  worker: string;
  leaseUntil: number;
  limit: number;
  /** 1: only what has to be admitted before anybody may see it, because there is no server to send the rest. */
  unadmitted: Flag;
}

const claimDue = prepared((db, { now, worker, leaseUntil, limit, unadmitted }: Claim) =>
  db
    .with('due', (cte) =>
      cte
        .selectFrom('outbox')
        .select('id')
        .where(UNFINISHED)
        .where('next_try_at', '<=', now)
        .where((eb) => eb.or([eb('reason', 'is not', null), sql<boolean>`cast(${unadmitted} as integer) = 0`]))
        .orderBy('next_try_at')
        .limit(limit)
        .$if(!isSqlite(db), (query) => query.forUpdate().skipLocked()),
    )
    .updateTable('outbox')
    .set({
      state: 'sending',
      worker,
      lease_until: leaseUntil,
      next_try_at: leaseUntil,
      tries: sql<number>`tries + 1`,
      unknown_outcomes: sql<number>`unknown_outcomes + case when state = 'sending' then 1 else 0 end`,
    })
    .where('id', 'in', (query) => query.selectFrom('due').select('id'))
    .returningAll(),
);

/** Ends a worker's lease. False when it had run out and somebody else took the row: then theirs is what counts. */
export async function updateClaimedMail(db: Db, claimed: OutboxRow, change: RowChange): Promise<boolean> {
  return (await updateClaimed(db, claimed, change)).numAffectedRows === 1n;
}

const updateClaimed = prepared((db, claimed: OutboxRow, change: RowChange) =>
  db
    .updateTable('outbox')
    .set({ ...change, worker: null, lease_until: null })
    .where('id', '=', claimed.id)
    .where('state', '=', 'sending')
    .where('worker', '=', claimed.worker)
    .where('tries', '=', claimed.tries),
);

/** Expires due rows that have outlived their use, while there is no server to send them. Answers them. */
export async function expireOverdueMails(db: Db, now: number): Promise<OutboxRow[]> {
  return db
    .updateTable('outbox')
    .set({ state: 'expired', worker: null, lease_until: null, ended_at: now })
    .where(UNFINISHED)
    .where('next_try_at', '<=', now)
    .where('expires_at', '<=', now)
    .returningAll()
    .execute();
}

/** Counts the mails asked for since then, to `limit` and no further. Rows that say "nowhere" are none. */
export async function countMailsSince(db: Db, since: number, limit: number): Promise<number> {
  return Number((await selectCount(db, since, limit)).rows[0]?.count);
}

const selectCount = prepared((db, since: number, limit: number) => {
  const mails = db.selectFrom('outbox').select('id').where(IS_MAIL).where('created_at', '>', since).limit(limit);
  return db.selectFrom(mails.as('mails')).select((eb) => eb.fn.countAll().as('count'));
});

/** When the latest of the mails asked for since then was sent; null when none was. */
export async function findLastSentAt(db: Db, since: number): Promise<number | null> {
  const { last } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.max('ended_at').as('last'))
    .where(IS_MAIL)
    .where('created_at', '>', since)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow();
  return last === null ? null : Number(last);
}

export async function findMail(db: Db, id: string): Promise<OutboxRow | undefined> {
  return db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
}

/** What somebody would have got, the newest first. */
export async function listNewestMails(db: Db, limit: number): Promise<OutboxRow[]> {
  const mails = db.selectFrom('outbox').selectAll().where(IS_MAIL).where(IS_ADMITTED);
  return mails.orderBy('created_at', 'desc').limit(limit).execute();
}

/** Deletes a batch of rows that were made before this moment and are done with. Answers how many went. */
export async function deleteMailsBefore(db: Db, before: number, batch: number): Promise<number> {
  const doomed = db.selectFrom('outbox').select('id').where('created_at', '<', before).where('expires_at', '<', before);
  const result = await db.deleteFrom('outbox').where('id', 'in', doomed.limit(batch)).executeTakeFirst();
  return Number(result.numDeletedRows);
}
