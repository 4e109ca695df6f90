import { isSqlite } from '../../db/database.js';
import type { Db } from '../../db/schema.js';

export interface Turn {
  turn: number;
  holder: string;
}

interface Wanted {
  now: number;
  holder: string;
  leaseUntil: number;
  /** How many turns there are. */
  limit: number;
}

/** Processes' clocks may be so far apart; a lease that is further ahead than that was given by one that was wrong. */
const CLOCKS_APART_MS = 5 * 60_000;

/** Takes a turn that nobody has, or whose lease has run out. Undefined when others have them all. */
export async function takeTurn(db: Db, { now, holder, leaseUntil, limit }: Wanted): Promise<Turn | undefined> {
  const free = db
    .selectFrom('psa_turns')
    .select('turn')
    .where('turn', '<=', limit)
    .where((eb) => eb.or([eb('lease_until', '<=', now), eb('lease_until', '>', leaseUntil + CLOCKS_APART_MS)]))
    .orderBy('turn')
    .limit(1)
    .$if(!isSqlite(db), (query) => query.forUpdate().skipLocked());
  const taken = await db
    .updateTable('psa_turns')
    .set({ holder, lease_until: leaseUntil })
    .where('turn', '=', free)
    .returning('turn')
    .executeTakeFirst();
  return taken && { turn: taken.turn, holder };
}

/** Gives a turn back, unless its lease has run out and somebody else has it. */
export async function leaveTurn(db: Db, { turn, holder }: Turn): Promise<void> {
  const theirs = db.updateTable('psa_turns').where('turn', '=', turn).where('holder', '=', holder);
  await theirs.set({ holder: null, lease_until: 0 }).execute();
}
