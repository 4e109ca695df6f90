import { sql } from 'kysely';
import type { Db, Flag } from '../db/schema.js';

/**
 * Queues a contact to be created in the PSA, in the transaction that creates it here; nothing when no PSA is connected. It is
 * one statement, on purpose across rooms, so that a contact never waits for a PSA that was just disconnected. `reactivates`:
 * when it is there and inactive, it is made active. Whatever its job has come to by then, it begins anew.
 */
export async function queueForPsa(trx: Db, now: number, contactId: string, reactivates: Flag = 0): Promise<void> {
  const begun = { reason: null, detail: null, posted_at: null, lease_until: null, worker: null, ended_at: null };
  await trx
    .insertInto('psa_creations')
    .columns(['contact_id', 'reactivates', 'state', 'tries', 'next_try_at', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('settings')
        .select([
          sql<string>`cast(${contactId} as text)`.as('contact_id'),
          sql<Flag>`cast(${reactivates} as integer)`.as('reactivates'),
          sql<'waiting'>`'waiting'`.as('state'),
          sql<number>`0`.as('tries'),
          sql<number>`cast(${now} as bigint)`.as('next_try_at'),
          sql<number>`cast(${now} as bigint)`.as('created_at'),
        ])
        .where('name', '=', 'psa'),
    )
    .onConflict((conflict) =>
      conflict.column('contact_id').doUpdateSet((eb) => ({
        ...begun,
        reactivates: eb.ref('excluded.reactivates'),
        state: eb.ref('excluded.state'),
        tries: eb.ref('excluded.tries'),
        next_try_at: eb.ref('excluded.next_try_at'),
        created_at: eb.ref('excluded.created_at'),
      })),
    )
    .execute();
}
