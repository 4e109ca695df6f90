import { sql } from 'kysely';
import type { Db } from '../db/schema.js';

/**
 * Queues a contact to be created in the PSA, in the transaction that creates it here; nothing when no PSA is connected. It is
 * one statement, on purpose across rooms, so that a contact never waits for a PSA that was just disconnected.
 */
export async function queueForPsa(trx: Db, now: number, contactId: string): Promise<void> {
  await trx
    .insertInto('psa_creations')
    .columns(['contact_id', 'state', 'tries', 'next_try_at', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('settings')
        .select([
          sql<string>`cast(${contactId} as text)`.as('contact_id'),
          sql<'waiting'>`'waiting'`.as('state'),
          sql<number>`0`.as('tries'),
          sql<number>`cast(${now} as bigint)`.as('next_try_at'),
          sql<number>`cast(${now} as bigint)`.as('created_at'),
        ])
        .where('name', '=', 'psa'),
    )
    .execute();
}
