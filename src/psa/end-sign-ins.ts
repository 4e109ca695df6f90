import { markAddressOver } from '../attempt/attempt-store.js';
import type { Db } from '../db/schema.js';
import { deleteSessionsOf } from '../sessions/session-store.js';

/** Ends a contact's sessions, and every try to sign in with an address that is not theirs any more: a token may be on its way. */
export async function endSignIns(trx: Db, contactId: string, address: string): Promise<void> {
  await deleteSessionsOf(trx, { contactId });
  await markAddressOver(trx, address);
}
