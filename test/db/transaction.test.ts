import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/db/database.js';
import { isUniqueViolation } from '../../src/db/errors.js';
import { migrate } from '../../src/db/migrate.js';
import type { Db } from '../../src/db/schema.js';
import { transaction } from '../../src/db/transaction.js';
import { freshDatabase } from '../support/database.js';

async function database(): Promise<Db> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-transaction-'));
  const { url, drop } = await freshDatabase(folder);
  const db = openDatabase(url);
  await migrate(db, url);
  onTestFinished(async () => {
    await db.destroy();
    await drop();
    rmSync(folder, { recursive: true });
  });
  return db;
}

async function insert(db: Db, name: string): Promise<void> {
  await db.insertInto('settings').values({ name, value: '{}', updated_at: 0 }).execute();
}

async function names(db: Db): Promise<string[]> {
  return (await db.selectFrom('settings').select('name').orderBy('name').execute()).map((row) => row.name);
}

test('a throw undoes its own work and not that of the others who commit at the same moment', async () => {
  const db = await database();
  const works = ['a', 'b', 'c', 'd'].map((name) =>
    transaction(db, async (trx) => {
      await insert(trx, name);
      if (name === 'b') throw new Error('no b');
      return name;
    }),
  );
  const ended = await Promise.allSettled(works);
  expect(ended.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(await names(db)).toEqual(['a', 'c', 'd']);
});

test('a refusal that is returned commits: a counted try is not given back', async () => {
  const db = await database();
  const refused = await transaction(db, async (trx) => {
    await insert(trx, 'try');
    return { kind: 'wrong' };
  });
  expect(refused).toEqual({ kind: 'wrong' });
  expect(await names(db)).toEqual(['try']);
});

test('a transaction within a transaction joins it', async () => {
  const db = await database();
  const outer = transaction(db, async (trx) => {
    await transaction(trx, (inner) => insert(inner, 'inner'));
    throw new Error('undo both');
  });
  await expect(outer).rejects.toThrow('undo both');
  expect(await names(db)).toEqual([]);
});

test('a unique violation is recognised on either engine, and the next work goes on', async () => {
  const db = await database();
  await transaction(db, (trx) => insert(trx, 'once'));
  const error = await transaction(db, (trx) => insert(trx, 'once')).catch((cause: unknown) => cause);
  expect(isUniqueViolation(error)).toBe(true);
  expect(isUniqueViolation(new Error('other'))).toBe(false);
  await transaction(db, (trx) => insert(trx, 'next'));
  expect(await names(db)).toEqual(['next', 'once']);
});

test('a hundred at once all come through', async () => {
  const db = await database();
  await Promise.all(Array.from({ length: 100 }, (_, at) => transaction(db, (trx) => insert(trx, `n${at}`))));
  expect(await names(db)).toHaveLength(100);
});
