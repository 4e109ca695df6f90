import type { Updateable } from 'kysely';
import type { DirectoryTable } from '../db/directory-tables.js';
import type { Db } from '../db/schema.js';
import type { KeyRing } from '../keys.js';
import { isSealedWithPrevious, seal, tryOpen } from '../secret-box.js';
import type { DirectoryRow } from './directory.js';

/** A directory of this company; another company's is not found. */
export async function findDirectory(db: Db, companyId: string, id: string): Promise<DirectoryRow | undefined> {
  return db
    .selectFrom('directories')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A company's directories, the oldest first. */
export async function listDirectories(db: Db, companyId: string): Promise<DirectoryRow[]> {
  return db.selectFrom('directories').selectAll().where('company_id', '=', companyId).orderBy('id').execute();
}

export async function insertDirectory(db: Db, row: DirectoryRow): Promise<void> {
  await db.insertInto('directories').values(row).execute();
  await insertSuffixes(db, row.id, row.upn_suffixes);
}

/** False when there is no such directory any more. */
export async function updateDirectory(
  db: Db,
  id: string,
  change: Updateable<DirectoryTable> & { upn_suffixes: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('directories').set(change).where('id', '=', id).executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await db.deleteFrom('upn_suffixes').where('directory_id', '=', id).execute();
  await insertSuffixes(db, id, change.upn_suffixes);
  return true;
}

/** With its suffixes, the accounts linked to contacts, and what it said about people. */
export async function deleteDirectory(db: Db, id: string): Promise<void> {
  await db.deleteFrom('directories').where('id', '=', id).execute();
}

/** Seals passwords anew that were sealed with the previous key, which may then be taken away. For every start. */
export async function resealDirectories(db: Db, ring: KeyRing): Promise<void> {
  const rows = await db.selectFrom('directories').select(['id', 'service_password']).execute();
  for (const { id, service_password: sealed } of rows) {
    if (sealed === null || !isSealedWithPrevious(ring, sealed)) continue;
    const opened = tryOpen(ring, sealed);
    if (opened === undefined) continue;
    await db
      .updateTable('directories')
      .set({ service_password: seal(ring, opened) })
      .where('id', '=', id)
      .execute();
  }
}

async function insertSuffixes(db: Db, id: string, suffixes: string): Promise<void> {
  const rows = suffixes
    .split(' ')
    .filter((suffix) => suffix !== '')
    .map((suffix) => ({ suffix, directory_id: id }));
  if (rows.length > 0) await db.insertInto('upn_suffixes').values(rows).execute();
}
