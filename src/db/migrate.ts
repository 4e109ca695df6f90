import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import { packagePath } from '../package-root.js';
import { publishFile } from '../publish-file.js';
import { type DatabaseUrl, isSqlite } from './database.js';
import type { Db } from './schema.js';

export type Migrated = { kind: 'migrated'; names: string[] } | { kind: 'newer-schema'; unknown: string[] };

/**
 * Brings the schema to the newest version, under a lock: processes that start together migrate once. Answers
 * `newer-schema` without touching anything when the database was written by a newer Latchkey. An existing SQLite file
 * is copied before it changes.
 */
export async function migrate(db: Db, url: DatabaseUrl, folder = packagePath('migrations')): Promise<Migrated> {
  const migrator = new Migrator({ db, provider: sqlFiles(folder, isSqlite(db)) });
  const unknown = await unknownMigrations(db, folder);
  if (unknown.length > 0) return { kind: 'newer-schema', unknown };
  const all = await migrator.getMigrations();
  const pending = all.filter((migration) => !migration.executedAt);
  const [first] = pending;
  if (first === undefined) return { kind: 'migrated', names: [] };
  if (pending.length < all.length && url.kind === 'sqlite') await copyBefore(db, url.file, first.name);
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return { kind: 'migrated', names: results.map((result) => result.migrationName) };
}

/** True when every migration this version knows has run: what readiness asks. */
export async function isMigrated(db: Db, folder = packagePath('migrations')): Promise<boolean> {
  const done = await executedMigrations(db);
  return migrationNames(folder).every((name) => done.includes(name));
}

async function unknownMigrations(db: Db, folder: string): Promise<string[]> {
  const known = migrationNames(folder);
  return (await executedMigrations(db)).filter((name) => !known.includes(name));
}

async function executedMigrations(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.some((table) => table.name === 'kysely_migration') ? namesOf(db) : [];
}

async function namesOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map((row) => row.name);
}

/**
 * A plain copy of a live file can be torn; this one is a snapshot, and has its name only once it is whole. An earlier
 * copy for the same step is kept: another process may have made it and changed the schema since.
 */
async function copyBefore(db: Db, file: string, name: string): Promise<void> {
  const copy = `${file}.before-${name}`;
  if (existsSync(copy)) return;
  const partial = `${copy}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  try {
    // SQLite fills an empty file that is there and leaves it its mode.
    writeFileSync(partial, '', { mode: 0o600, flag: 'wx' });
    await sql`vacuum into ${partial}`.execute(db);
    publishFile(partial, copy);
  } finally {
    rmSync(partial, { force: true });
  }
}

function sqlFiles(folder: string, sqlite: boolean): MigrationProvider {
  return {
    async getMigrations() {
      return Object.fromEntries(migrationNames(folder).map((name) => [name, migrationFrom(folder, name, sqlite)]));
    },
  };
}

function migrationNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /^\d{3}_\w+\.sql$/.test(file))
    .map((file) => path.basename(file, '.sql'))
    .sort();
}

/** `NNN_name.sql` in the SQL that both engines take, or `NNN_name.pg.sql` beside it for PostgreSQL. */
function migrationFrom(folder: string, name: string, sqlite: boolean): Migration {
  const own = path.join(folder, `${name}.pg.sql`);
  const text = readFileSync(!sqlite && existsSync(own) ? own : path.join(folder, `${name}.sql`), 'utf8');
  const plain = text.replace(/^--.*$/gm, '').replace(/\/\*sqlite:(.*?)\*\//gs, sqlite ? '$1' : '');
  const statements = plain.split(/;\s*$/m).filter((statement) => statement.trim() !== '');
  return {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
