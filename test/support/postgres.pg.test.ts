import pg from 'pg';
import { expect, test } from 'vitest';
import { freshPostgres } from './postgres.js';

test('a fresh PostgreSQL answers', async () => {
  const { url } = await freshPostgres();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('every fresh PostgreSQL is a world of its own', async () => {
  const [one, other] = [await freshPostgres(), await freshPostgres()];
  await query(one.url, 'create table here (id integer)');
  await expect(query(other.url, 'select * from here')).rejects.toThrow('relation "here" does not exist');
});

test('a fresh PostgreSQL can begin as a copy of another', async () => {
  const model = await freshPostgres();
  await query(model.url, 'create table here as select 7 as id');
  const copy = await freshPostgres(model);
  expect(await query(copy.url, 'select id from here')).toEqual([{ id: 7 }]);
});

test('a dropped PostgreSQL is gone, whoever is still connected', async () => {
  const { url, drop } = await freshPostgres();
  const client = new pg.Client(url);
  const cut = new Promise<Error>((resolve) => client.on('error', resolve));
  await client.connect();
  await drop();
  expect((await cut).message).toContain('terminating connection');
  await expect(query(url, 'select 1')).rejects.toThrow('does not exist');
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
