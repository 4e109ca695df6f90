import type { Db } from '../db/schema.js';
import type { Door } from './door.js';

/** One sign-in option. */
export type Way = 'email-token';

/** The ways that are open at this door, the main one first. May depend on the domain of an address, never on the person. */
export async function listWays(db: Db, door: Door): Promise<Way[]> {
  return (await door.isOpen(db)) ? ['email-token'] : [];
}
