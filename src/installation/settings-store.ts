import { prepared } from '../db/prepared.js';
import type { Db } from '../db/schema.js';

/** A group of settings as its room wrote it, or undefined when nobody saved it yet. */
export async function findSettings<T>(db: Db, name: string): Promise<T | undefined> {
  const [row] = (await selectValue(db, name)).rows;
  return row && (JSON.parse(row.value) as T);
}

const selectValue = prepared((db, name: string) => db.selectFrom('settings').select('value').where('name', '=', name));

export async function saveSettings<T>(db: Db, name: string, value: T, now: number): Promise<void> {
  const row = { name, value: JSON.stringify(value), updated_at: now };
  await db
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value, updated_at: now }))
    .execute();
}

export async function deleteSettings(db: Db, name: string): Promise<void> {
  await db.deleteFrom('settings').where('name', '=', name).execute();
}
