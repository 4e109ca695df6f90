import type { Selectable } from 'kysely';
import type { AdministratorTable, Db } from '../db/schema.js';

export type Administrator = Selectable<AdministratorTable>;

export async function findAdministrator(db: Db, id: string): Promise<Administrator | undefined> {
  return db.selectFrom('administrators').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function findAdministratorByAddress(db: Db, address: string): Promise<Administrator | undefined> {
  return db.selectFrom('administrators').selectAll().where('address', '=', address).executeTakeFirst();
}

/** All of them, the longest-serving first. */
export async function listAdministrators(db: Db): Promise<Administrator[]> {
  return db.selectFrom('administrators').selectAll().orderBy('id').execute();
}

/** False when there is an administrator with this address already. */
export async function insertAdministrator(db: Db, administrator: Administrator): Promise<boolean> {
  const result = await db
    .insertInto('administrators')
    .values(administrator)
    .onConflict((conflict) => conflict.column('address').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function markAdministratorSignedIn(db: Db, id: string, now: number): Promise<void> {
  await db.updateTable('administrators').set({ last_signed_in_at: now }).where('id', '=', id).execute();
}

/** Makes changes to who is an administrator wait for each other until this transaction ends. */
export async function lockAdministrators(trx: Db): Promise<void> {
  await trx
    .updateTable('administrators')
    .set((eb) => ({ name: eb.ref('name') }))
    .execute();
}

export async function deleteAdministrator(db: Db, id: string): Promise<void> {
  await db.deleteFrom('administrators').where('id', '=', id).execute();
}
