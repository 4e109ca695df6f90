import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { type DatabaseUrl, openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import type { Db } from '../../src/db/schema.js';
import { type FreshPostgres, freshPostgres } from './postgres.js';

export interface TestDatabase {
  url: DatabaseUrl;
  /** DATABASE_URL as an operator would write it. */
  text: string;
  drop(): Promise<void>;
}

let migratedPostgres: Promise<FreshPostgres> | undefined;

/** A database of the engine this run is for, with every migration, for one test. SQLite's file lies in `folder`. */
export async function freshDatabase(folder: string): Promise<TestDatabase> {
  if (inject('engine') === 'sqlite') {
    return {
      url: { kind: 'sqlite', file: path.join(folder, 'latchkey.sqlite') },
      text: 'sqlite:latchkey.sqlite',
      drop: async () => undefined,
    };
  }
  migratedPostgres ??= migratedTemplate();
  const { url, drop } = await freshPostgres(await migratedPostgres);
  return { url: { kind: 'postgres', url }, text: url, drop };
}

async function migratedTemplate(): Promise<FreshPostgres> {
  const template = await freshPostgres();
  const url: DatabaseUrl = { kind: 'postgres', url: template.url };
  const db = openDatabase(url);
  await migrate(db, url);
  await db.destroy();
  return template;
}

/** All that a copy of the database would hold, as text: SQLite's files with the WAL, or every row of every table. */
export async function dump(db: Db, url: DatabaseUrl): Promise<string> {
  if (url.kind === 'sqlite') {
    const folder = path.dirname(url.file);
    const files = readdirSync(folder).filter((file) => file.startsWith(path.basename(url.file)));
    return files.map((file) => readFileSync(path.join(folder, file), 'latin1')).join('\n');
  }
  const tables = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db);
  const rowsOf = tables.rows.map(({ name }) => sql`select ${sql.table(name)}::text as text from ${sql.table(name)}`);
  // One statement for all tables goes over one connection; each more would cost as much as all of them.
  const all = await sql<{ text: string }>`${sql.join(rowsOf, sql` union all `)}`.execute(db);
  return all.rows.map((row) => row.text).join('\n');
}
