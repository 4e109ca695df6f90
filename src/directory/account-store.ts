import { type Selectable, sql } from 'kysely';
import type { DirectoryAccountTable } from '../db/directory-tables.js';
import { prepared } from '../db/prepared.js';
import type { Db, Flag } from '../db/schema.js';

export type AccountLink = Selectable<DirectoryAccountTable>;

export function isLinkOf(link: AccountLink, account: { directoryId: string; objectGuid: string }): boolean {
  return link.directory_id === account.directoryId && link.object_guid === account.objectGuid;
}

/** Which contact an account is, once it has been linked. */
export async function findLinkOfAccount(
  db: Db,
  directoryId: string,
  objectGuid: string,
): Promise<AccountLink | undefined> {
  return db
    .selectFrom('directory_accounts')
    .selectAll()
    .where('directory_id', '=', directoryId)
    .where('object_guid', '=', objectGuid)
    .executeTakeFirst();
}

/** `active`: whether its directory is switched on, and so can still vouch for it. */
export async function findLinkOfContact(
  db: Db,
  contactId: string,
): Promise<(AccountLink & { active: Flag }) | undefined> {
  return db
    .selectFrom('directory_accounts')
    .innerJoin('directories', 'directories.id', 'directory_accounts.directory_id')
    .selectAll('directory_accounts')
    .select('directories.active')
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
}

/** The accounts of all contacts that bear this address, in directories that are switched on. */
export async function listLinksOfAddress(db: Db, address: string): Promise<AccountLink[]> {
  return (await selectByAddress(db, address)).rows;
}

const selectByAddress = prepared((db, address: string) =>
  db
    .selectFrom('directory_accounts')
    .innerJoin('contacts', 'contacts.id', 'directory_accounts.contact_id')
    .innerJoin('directories', 'directories.id', 'directory_accounts.directory_id')
    .selectAll('directory_accounts')
    .where('contacts.id', 'in', (eb) => {
      const further = eb.selectFrom('further_addresses').select('contact_id as id').where('address', '=', address);
      return eb.selectFrom('contacts').select('id').where('address', '=', address).union(further);
    })
    .where('directories.active', '=', 1),
);

/** The address of the contact that an account is linked to; undefined when it is linked to none. */
export async function findLinkedAddress(db: Db, directoryId: string, objectGuid: string): Promise<string | undefined> {
  const row = await selectLinked(db, directoryId).where('object_guid', '=', objectGuid).executeTakeFirst();
  return row?.address;
}

/** The addresses of contacts that are linked to the account with this user name, however it is spelled. */
export async function listLinkedAddresses(db: Db, directoryId: string, userName: string): Promise<string[]> {
  const named = selectLinked(db, directoryId).where(sql`lower(user_name)`, '=', userName.toLowerCase());
  return (await named.execute()).map((row) => row.address);
}

function selectLinked(db: Db, directoryId: string) {
  return db
    .selectFrom('directory_accounts')
    .innerJoin('contacts', 'contacts.id', 'directory_accounts.contact_id')
    .select('contacts.address')
    .where('directory_id', '=', directoryId);
}

/** False when the account or the contact is linked already; then that link stays. */
export async function insertLink(db: Db, link: AccountLink): Promise<boolean> {
  const result = await db
    .insertInto('directory_accounts')
    .values(link)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Takes away this very link: one that somebody else has put in its place stays. */
export async function deleteLink(db: Db, link: AccountLink): Promise<void> {
  await db
    .deleteFrom('directory_accounts')
    .where('contact_id', '=', link.contact_id)
    .where('directory_id', '=', link.directory_id)
    .where('object_guid', '=', link.object_guid)
    .execute();
}

/** Takes away what a contact was linked to. */
export async function deleteLinksOfContact(db: Db, contactId: string): Promise<void> {
  await db.deleteFrom('directory_accounts').where('contact_id', '=', contactId).execute();
}
