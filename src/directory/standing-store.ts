import { type Selectable, sql } from 'kysely';
import type { DirectoryStandingTable } from '../db/directory-tables.js';
import { prepared } from '../db/prepared.js';
import type { Db, Flag } from '../db/schema.js';

export type KnownStanding = Selectable<DirectoryStandingTable>;

/** What directories said last about the person with this address. */
export async function listStandings(db: Db, address: string): Promise<KnownStanding[]> {
  return (await selectByAddress(db, address)).rows;
}

const selectByAddress = prepared((db, address: string) =>
  db.selectFrom('directory_standings').selectAll().where('address', '=', address),
);

/** Nothing is written about a directory that has been removed while it was asked. */
export async function saveStanding(
  db: Db,
  now: number,
  { directoryId, address, disabled }: { directoryId: string; address: string; disabled: boolean },
): Promise<void> {
  const seen = { disabled: Number(disabled) as Flag, seen_at: now };
  const there = db
    .selectFrom('directories')
    .select([
      'id',
      // PostgreSQL takes a parameter that is selected for text.
      sql<string>`cast(${address} as text)`.as('address'),
      sql<Flag>`cast(${seen.disabled} as integer)`.as('disabled'),
      sql<number>`cast(${now} as bigint)`.as('seen_at'),
    ])
    .where('id', '=', directoryId);
  await db
    .insertInto('directory_standings')
    .columns(['directory_id', 'address', 'disabled', 'seen_at'])
    .expression(there)
    .onConflict((conflict) => conflict.columns(['directory_id', 'address']).doUpdateSet(seen))
    .execute();
}

/** Nobody bears this address there any more. */
export async function deleteStanding(db: Db, directoryId: string, address: string): Promise<void> {
  await db
    .deleteFrom('directory_standings')
    .where('directory_id', '=', directoryId)
    .where('address', '=', address)
    .execute();
}
