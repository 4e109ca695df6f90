import { domainOf } from '../address/login-email.js';
import type { Db } from '../db/schema.js';
import type { Door } from './door.js';

/** One sign-in option. */
export type Way = 'directory' | 'email-token';

/** The ways that are open at this door for an address, the main one first. May depend on its domain, never on the person. */
export async function listWays(db: Db, door: Door, address: string): Promise<Way[]> {
  const directories = await door.listDirectories(db, domainOf(address));
  const byToken = await door.isOpen(db);
  return [...(directories.length > 0 ? ['directory' as const] : []), ...(byToken ? ['email-token' as const] : [])];
}

/** Whether anybody at all can sign in at this door. */
export async function isAnyWayOpen(db: Db, door: Door): Promise<boolean> {
  return (await door.isOpen(db)) || door.isAnyDirectoryActive(db);
}
