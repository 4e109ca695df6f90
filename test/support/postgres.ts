import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { skipWithout } from './skip-without.js';

export interface FreshPostgres {
  url: string;
  /** Also cuts the connections that are still open. */
  drop(): Promise<void>;
}

/**
 * Makes a new database on the run's PostgreSQL, so that a test has a world of its own: an empty one, or a copy of the
 * database behind `template`, to which nobody may be connected. Without PostgreSQL the running test is skipped.
 */
export async function freshPostgres(template?: FreshPostgres): Promise<FreshPostgres> {
  const server = inject('postgres');
  if (server.kind === 'missing') skipWithout('PostgreSQL', 'apt-get install -y postgresql', server.reason);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server.url);
  const model = template === undefined ? 'template0' : new URL(template.url).pathname.slice(1);
  await execute(server.url, `create database ${name} template ${model}`);
  url.pathname = name;
  return { url: url.href, drop: () => execute(server.url, `drop database if exists ${name} with (force)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
