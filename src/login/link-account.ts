import { record } from '../audit/audit-store.js';
import { listSids } from '../companies/entry-store.js';
import type { Db } from '../db/schema.js';
import { deleteLink, findLinkOfAccount, findLinkOfContact, insertLink, isLinkOf } from '../directory/account-store.js';
import { findLinkedContact, type LiveAccount } from './match-attempt.js';

interface Linking {
  account: LiveAccount;
  address: string;
  contactId: string;
  companyId: string;
  /** The address was proven by email, too: then the contact may change over from another account, such as an earlier one. */
  byEmail: boolean;
}

/**
 * Links the contact that somebody signs in as to the account they proved, so that its password is enough from now on. False
 * when a directory alone vouches for them and account or contact is linked to another one, perhaps since a moment ago.
 */
export async function linkAccount(trx: Db, now: number, linking: Linking): Promise<boolean> {
  const { account, contactId, companyId, address, byEmail } = linking;
  const linked = await findLinkedContact(trx, account);
  if (linked) return byEmail || linked.id === contactId;
  const earlier = await findLinkOfContact(trx, contactId);
  if (earlier?.active && !byEmail && !isLinkOf(earlier, account)) return false;
  // A company that does not bear the account's domain is none of the directory's business.
  if (!(await listSids(trx, companyId)).includes(account.domainSid)) return true;
  const { directoryId, objectGuid, userName, directoryName } = account;
  const elsewhere = await findLinkOfAccount(trx, directoryId, objectGuid);
  for (const link of [earlier, elsewhere]) if (link) await deleteLink(trx, link);
  const names = { contact_id: contactId, user_name: userName, linked_at: now };
  if (!(await insertLink(trx, { directory_id: directoryId, object_guid: objectGuid, ...names }))) {
    return byEmail || (await findLinkedContact(trx, account))?.id === contactId;
  }
  const trace = `${userName} in ${directoryName}${earlier ? `, before ${earlier.user_name}` : ''}`;
  await record(trx, now, { kind: 'contact', outcome: 'linked', address, contactId, companyId, trace });
  return true;
}
