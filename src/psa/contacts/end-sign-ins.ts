import { markAddressesOver } from '../../attempt/attempt-store.js';
import type { Db } from '../../db/schema.js';
import { deleteSessionsOfAll } from '../../sessions/session-store.js';

/** An address that a contact has no more. */
export interface EndedAddress {
  contactId: string;
  address: string;
}

/**
 * Ends these contacts' sessions, and every try to sign in with the addresses: a token may be on its way. That ends tries of
 * other companies' contacts, too, who ask for another one. It comes before a contact's row is changed, tries first: so does
 * a sign-in, which then either sees its try ended, or has left a session that is ended here.
 */
export async function endSignIns(trx: Db, ended: EndedAddress[]): Promise<void> {
  await markAddressesOver(
    trx,
    ended.map(({ address }) => address),
  );
  await deleteSessionsOfAll(
    trx,
    ended.map(({ contactId }) => contactId),
  );
}
