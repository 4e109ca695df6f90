import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { DatabaseUnreachable, openDatabase } from '../../src/db/database.js';
import { freshPostgres } from '../support/postgres.js';

test('a PostgreSQL that lets nobody in is unreachable, for the reason it gives, without the password', async () => {
  const fresh = await freshPostgres();
  const url = new URL(fresh.url);
  url.password = 'hunter2';
  const db = openDatabase({ kind: 'postgres', url: url.href });
  const error = await sql`select 1`.execute(db).catch((cause: unknown) => cause);
  const reason = 'password authentication failed for user "latchkey"';
  expect(error).toBeInstanceOf(DatabaseUnreachable);
  expect(error).toMatchObject({ message: `Cannot reach the database at ${url.host}: ${reason}` });
  await db.destroy();
  await fresh.drop();
});
