import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';

/** The first SQLite without the WAL-reset bug, by which two connections could lose commits. */
const OLDEST_SQLITE = [3, 51, 3];
const PRAGMAS = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 };

/** Opens the file, creating it and its folder, with every safety setting read back. Throws when one does not hold. */
export function openSqliteFile(file: string): Database.Database {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new Database(file, { timeout: PRAGMAS.busy_timeout });
  chmodSync(file, 0o600);
  assertVersion(sqlite);
  for (const [name, value] of Object.entries(PRAGMAS)) {
    sqlite.pragma(`${name} = ${value}`);
    const actual = sqlite.pragma(name, { simple: true });
    if (actual !== value)
      throw new Error(`SQLite pragma ${name} is ${actual}, not ${value}: is ${file} on a local disk?`);
  }
  return sqlite;
}

/** Kysely's SQLite dialect, with statements prepared once and write transactions that take the lock at once. */
export class CachingSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(sqlite: Database.Database) {
    const database = preparedOnce(sqlite);
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

/** A deferred transaction that reads before it writes fails at once when another process holds the lock. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** SQLite's DDL is transactional; Kysely's migrator asks before it relies on that. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function preparedOnce(sqlite: Database.Database): SqliteDatabase {
  const statements = new Map<string, Database.Statement>();
  return {
    prepare(text: string) {
      const statement = statements.get(text) ?? sqlite.prepare(text);
      statements.set(text, statement);
      return statement;
    },
    close: () => void sqlite.close(),
  } as SqliteDatabase;
}

function assertVersion(sqlite: Database.Database): void {
  const text = sqlite.prepare('select sqlite_version()').pluck().get() as string;
  const version = text.split('.').map(Number);
  const differing = OLDEST_SQLITE.findIndex((part, at) => part !== version[at]);
  if (differing >= 0 && (version[differing] ?? 0) < (OLDEST_SQLITE[differing] ?? 0)) {
    throw new Error(`SQLite ${text} is older than ${OLDEST_SQLITE.join('.')}`);
  }
}
