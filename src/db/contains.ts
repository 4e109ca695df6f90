import { type Expression, type SqlBool, sql } from 'kysely';
import { isSqlite } from './database.js';
import type { Db } from './schema.js';

/** For columns and parts that are of one case: three times as fast as `like`, and has no wildcards. */
export function contains(db: Db, column: Expression<unknown>, part: string): Expression<SqlBool> {
  return isSqlite(db) ? sql<SqlBool>`instr(${column}, ${part}) > 0` : sql<SqlBool>`strpos(${column}, ${part}) > 0`;
}
