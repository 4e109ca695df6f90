import { domainOf } from '../address/login-email.js';
import { record } from '../audit/audit-store.js';
import type { Db } from '../db/schema.js';
import { hit } from '../limits/counter-store.js';

const DAY_MS = 24 * 3_600_000;
/** New contacts of one domain in a day: an administrator is told at the first figure, nobody is created after the second. */
export const NEW_CONTACTS_ALERT = 200;
export const NEW_CONTACTS_STOP = 2000;

/** Counts one more contact that its owner's sign-in has created or brought back. False when there were too many today. */
export async function countNewContact(
  trx: Db,
  now: number,
  { address, companyId }: { address: string; companyId: string },
): Promise<boolean> {
  const domain = domainOf(address);
  const counted = await hit(trx, now, { name: `new contacts:${domain}`, windowMs: DAY_MS, limit: NEW_CONTACTS_STOP });
  if (counted.kind === 'over') return false;
  if (counted.count === NEW_CONTACTS_ALERT) {
    const text = `${NEW_CONTACTS_ALERT} new contacts of ${domain} within a day`;
    await record(trx, now, { kind: 'alert', outcome: 'new-contacts', companyId, trace: text });
  }
  return true;
}
