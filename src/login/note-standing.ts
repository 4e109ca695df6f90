import type { Db } from '../db/schema.js';
import { findLinkedAddress, listLinkedAddresses } from '../directory/account-store.js';
import type { Directory } from '../directory/directory.js';
import { bindNameOf } from '../directory/name-match.js';
import { listStandings, saveStanding } from '../directory/standing-store.js';
import { type UserName, userNameText } from '../directory/user-name.js';
import type { Asked } from './ask-directories.js';

/**
 * Remembers for the email tokens of a person whether the account whose password they just knew is switched off: for the
 * address when that was the user name, for those that the account is seen to bear, and for the contact that is linked to it.
 */
export async function noteStanding(
  trx: Db,
  now: number,
  { directory, answer, user, address }: Asked & { user: UserName; address: string },
  disabled: boolean,
): Promise<void> {
  const isUserName = userNameText(user).toLowerCase() === address && isKnownBy(directory, user);
  const linked = await linkedAddresses(trx, directory, answer.objectGuid, user);
  const borne = answer.addresses ?? [];
  for (const one of new Set([...(isUserName ? [address] : []), ...linked, ...borne])) {
    if (disabled) await saveStanding(trx, now, { directoryId: directory.id, address: one, disabled });
    else await noteGoodStanding(trx, now, directory.id, one);
  }
}

async function linkedAddresses(
  trx: Db,
  directory: Directory,
  objectGuid: string | undefined,
  user: UserName,
): Promise<string[]> {
  if (objectGuid === undefined) {
    return isAccountName(directory, user) ? listLinkedAddresses(trx, directory.id, user.name) : [];
  }
  const address = await findLinkedAddress(trx, directory.id, objectGuid);
  return address === undefined ? [] : [address];
}

/** What was switched off is not any more. */
export async function noteGoodStanding(trx: Db, now: number, directoryId: string, address: string): Promise<void> {
  const known = await listStandings(trx, address);
  const off = known.some((standing) => standing.directory_id === directoryId && standing.disabled === 1);
  if (off) await saveStanding(trx, now, { directoryId, address, disabled: false });
}

/** A service account finds the person by address; without one the directory took it as the account's own UPN. */
function isKnownBy({ serviceAccount, upnSuffixes }: Directory, user: UserName): boolean {
  return user.kind === 'upn' && (serviceAccount !== undefined || upnSuffixes.includes(user.suffix));
}

/** Whether the name was sent as a sAMAccountName; the same text before an @ may be another person's. */
function isAccountName(directory: Directory, user: UserName): boolean {
  // With a service account, whoever bears an address is found by it, whatever their user name is.
  if (user.kind === 'upn' && directory.serviceAccount !== undefined) return false;
  return bindNameOf(directory, user)?.name.includes('\\') === true;
}
