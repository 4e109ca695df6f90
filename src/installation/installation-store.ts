import type { Selectable } from 'kysely';
import type { Db, InstallationTable } from '../db/schema.js';
import { randomToken } from '../id.js';

export type Installation = Selectable<InstallationTable>;

/** The one row; makes it with this key's fingerprint when the database is new. Two at once make one. */
export async function findOrInsertInstallation(db: Db, fingerprint: string): Promise<Installation> {
  const found = await findInstallation(db);
  if (found) return found;
  await db
    .insertInto('installation')
    .values({ id: 1, database_id: randomToken(12), key_fingerprint: fingerprint, set_up_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db.selectFrom('installation').selectAll().executeTakeFirstOrThrow();
}

export async function findInstallation(db: Db): Promise<Installation | undefined> {
  return db.selectFrom('installation').selectAll().executeTakeFirst();
}

export async function updateKeyFingerprint(db: Db, fingerprint: string): Promise<void> {
  await db.updateTable('installation').set({ key_fingerprint: fingerprint }).execute();
}

/** True for the one caller that sets the portal up; false for everybody after. */
export async function markSetUp(db: Db, now: number): Promise<boolean> {
  const result = await db
    .updateTable('installation')
    .set({ set_up_at: now })
    .where('set_up_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
