import { Kysely, PostgresAdapter, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { Db, Schema } from './schema.js';
import { CachingSqliteDialect, openSqliteFile } from './sqlite.js';

export type DatabaseUrl = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5000;

/** Opens either database. Throws when SQLite's safety settings do not hold; PostgreSQL connects at first use. */
export function openDatabase(url: DatabaseUrl): Db {
  switch (url.kind) {
    case 'sqlite':
      return new Kysely<Schema>({ dialect: new CachingSqliteDialect(openSqliteFile(url.file)) });
    case 'postgres':
      return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: () => postgresPool(url.url) }) });
  }
}

/** True when the open database is SQLite: one connection, one writer. */
export function isSqlite(db: Db): boolean {
  return !(db.getExecutor().adapter instanceof PostgresAdapter);
}

/** The driver is loaded at first use: most portals run on SQLite and need not wait for it. */
async function postgresPool(connectionString: string): Promise<Pool> {
  const { default: pg } = await import('pg');
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString,
    types,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'latchkey',
  });
  // An idle connection that dies is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}
