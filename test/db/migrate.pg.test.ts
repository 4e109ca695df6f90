import { expect, test } from 'vitest';
import { type DatabaseUrl, openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { freshPostgres } from '../support/postgres.js';

test('two connections that start together migrate once', async () => {
  const fresh = await freshPostgres();
  const url: DatabaseUrl = { kind: 'postgres', url: fresh.url };
  const databases = [openDatabase(url), openDatabase(url)];
  const migrated = await Promise.all(databases.map((db) => migrate(db, url)));
  const names = migrated.flatMap((done) => (done.kind === 'migrated' ? done.names : ['refused']));
  expect(names).toEqual(['001_initial', '002_directories', '003_psa', '004_psa_vendors']);
  await Promise.all(databases.map((db) => db.destroy()));
  await fresh.drop();
});
