import { Kysely, PostgresAdapter, PostgresDialect, type PostgresPool } from 'kysely';
import type { Db, Schema } from './schema.js';
import { CachingSqliteDialect, openSqliteFile } from './sqlite.js';

export type DatabaseUrl = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5000;

/** PostgreSQL takes no connection. The message says where and why in one line, without the password. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';

  constructor(url: string, cause: unknown) {
    const { hostname, port } = new URL(url);
    super(`Cannot reach the database at ${hostname}:${port || 5432}: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * Opens either database. Throws when SQLite's safety settings do not hold; PostgreSQL connects at first use, and a query
 * throws `DatabaseUnreachable` when it cannot.
 */
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
async function postgresPool(connectionString: string): Promise<PostgresPool> {
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
  return {
    connect: () => pool.connect().catch((cause) => Promise.reject(new DatabaseUnreachable(connectionString, cause))),
    end: () => pool.end(),
  };
}

/** The network's reasons have a name; the server's own come as a number beside a sentence. */
function reasonOf(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return /^[A-Z_]+$/.test(code) ? code : message;
}
