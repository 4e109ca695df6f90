import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, inject, onTestFinished, test } from 'vitest';
import { type DatabaseUrl, openDatabase } from '../../src/db/database.js';
import { isMigrated, migrate } from '../../src/db/migrate.js';
import type { Db } from '../../src/db/schema.js';
import { freshPostgres } from '../support/postgres.js';

interface World {
  url: DatabaseUrl;
  folder: string;
  open(): Db;
}

async function emptyDatabase(): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-migrate-'));
  const postgres = inject('engine') === 'postgres' ? await freshPostgres() : undefined;
  const url: DatabaseUrl = postgres
    ? { kind: 'postgres', url: postgres.url }
    : { kind: 'sqlite', file: path.join(folder, 'a.sqlite') };
  const opened: Db[] = [];
  onTestFinished(async () => {
    for (const db of opened) await db.destroy();
    await postgres?.drop();
    rmSync(folder, { recursive: true });
  });
  const open = (): Db => {
    const db = openDatabase(url);
    opened.push(db);
    return db;
  };
  return { url, folder, open };
}

/** Our migrations, and one of a version that is still to come. */
function folderOfTheNextVersion(folder: string): string {
  const next = path.join(folder, 'next');
  cpSync('migrations', next, { recursive: true });
  writeFileSync(
    path.join(next, '999_next.sql'),
    'create table next (id integer primary key);\ninsert into next values (1);\n',
  );
  return next;
}

test('an empty database is brought to the newest schema, and a second start has nothing to do', async () => {
  const { url, open } = await emptyDatabase();
  const db = open();
  expect(await migrate(db, url)).toEqual({
    kind: 'migrated',
    names: ['001_initial', '002_directories', '003_psa', '004_psa_vendors'],
  });
  expect(await migrate(db, url)).toEqual({ kind: 'migrated', names: [] });
  expect(await isMigrated(db)).toBe(true);
});

test('a database of a newer version is refused and not touched', async () => {
  const { url, folder, open } = await emptyDatabase();
  await migrate(open(), url, folderOfTheNextVersion(folder));
  expect(await migrate(open(), url)).toEqual({ kind: 'newer-schema', unknown: ['999_next'] });
});

test('the companies of the first version create contacts as before', async () => {
  const { url, folder, open } = await emptyDatabase();
  const first = path.join(folder, 'first');
  mkdirSync(first);
  copyFileSync('migrations/001_initial.sql', path.join(first, '001_initial.sql'));
  const db = open();
  await migrate(db, url, first);
  const row = { id: 'acme', name: 'Acme', name_sort: 'acme', active: 1, newcomer_limit_lifted_until: 0, created_at: 0 };
  await db
    .insertInto('companies')
    .values({ ...row, portal_name: null, active: 1 })
    .execute();
  expect(await migrate(db, url)).toEqual({
    kind: 'migrated',
    names: ['002_directories', '003_psa', '004_psa_vendors'],
  });
  expect(await db.selectFrom('companies').selectAll().execute()).toMatchObject([{ ...row, creates_contacts: 1 }]);
});

test('a SQLite file is copied before it is changed; a new one is not', async () => {
  const { url, folder, open } = await emptyDatabase();
  const copy = path.join(folder, 'a.sqlite.before-999_next');
  await migrate(open(), url);
  expect(existsSync(copy)).toBe(false);
  writeFileSync(`${copy}.${process.pid}.partial`, 'half of one, left by a crash');
  await migrate(open(), url, folderOfTheNextVersion(folder));
  expect(existsSync(copy)).toBe(url.kind === 'sqlite');
  if (url.kind === 'postgres') return;
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  const before = openDatabase({ kind: 'sqlite', file: copy });
  expect(await isMigrated(before)).toBe(true);
  await before.destroy();
});

test('a copy that could not be finished does not count: the next start refuses as well', async () => {
  const { url, folder, open } = await emptyDatabase();
  if (url.kind === 'postgres') return expect(await migrate(open(), url)).toMatchObject({ kind: 'migrated' });
  const db = open();
  await migrate(db, url);
  await sql`create table bulk as select randomblob(500000) as filling`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  const file = openSync(url.file, 'r+');
  writeSync(file, Buffer.alloc(4096), 0, 4096, 4096 * 80);
  closeSync(file);

  const next = folderOfTheNextVersion(folder);
  await expect(migrate(open(), url, next)).rejects.toThrow('malformed');
  await expect(migrate(open(), url, next)).rejects.toThrow('malformed');
  expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([]);
});

test('a migration that fails half-way leaves nothing behind', async () => {
  const { url, folder, open } = await emptyDatabase();
  const next = folderOfTheNextVersion(folder);
  writeFileSync(path.join(next, '999_next.sql'), 'create table next (id integer primary key);\nthis is no SQL;\n');
  const db = open();
  await migrate(db, url);
  await expect(migrate(db, url, next)).rejects.toThrow();
  const tables = await db.introspection.getTables();
  expect(tables.map((table) => table.name)).not.toContain('next');
  expect(await migrate(db, url)).toEqual({ kind: 'migrated', names: [] });
});

test('SQLite is open with every safety setting', async () => {
  const { url, open } = await emptyDatabase();
  if (url.kind === 'postgres')
    return expect((await sql<{ one: number }>`select 1 as one`.execute(open())).rows).toEqual([{ one: 1 }]);
  const db = open();
  const read = async (name: string): Promise<unknown> =>
    Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0];
  expect(await read('journal_mode')).toBe('wal');
  expect(await read('synchronous')).toBe(2);
  expect(await read('foreign_keys')).toBe(1);
  expect(await read('busy_timeout')).toBe(5000);
});
