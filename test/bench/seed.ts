import { sql } from 'kysely';
import type { Db } from '../../src/db/schema.js';

/** How many rows a portal under test starts with. */
export interface World {
  companies: number;
  contacts: number;
  /** Of the first company. Every other has one. */
  domains: number;
}

/** Of every contact, from earlier sign-ins. */
const EVENTS_EACH = 3;

/** Fills an empty, migrated database, in either engine. */
export async function seed(db: Db, { companies, contacts, domains }: World): Promise<void> {
  const name = sql`'Client ' || ${padded}`;
  await sql`insert into companies ${upTo(companies)}
    select ${idOf(sql`n`)}, ${name}, lower(${name}), null, 1, 0, 0, 1, null from numbers`.execute(db);
  await sql`insert into company_domains ${upTo(companies)}
    select 'd' || cast(n as text) || '.example', ${idOf(sql`n`)}, 0 from numbers`.execute(db);
  await sql`insert into company_domains ${upTo(domains)}
    select 'more' || cast(n as text) || '.example', ${idOf(sql`0`)}, 0 from numbers where n > 0`.execute(db);
  const company = idOf(sql`n % ${sql.lit(companies)}`);
  const domain = sql`'d' || cast(n % ${sql.lit(companies)} as text) || '.example'`;
  const contact = sql`${idOf(sql`n`)}, ${company}, 'u' || cast(n as text) || '@' || ${domain}`;
  await sql`insert into contacts ${upTo(contacts)}
    select ${contact}, 'Jo', 'Doe ' || ${padded}, 'doe ' || ${padded} || ' jo', 1, 0, null, null from numbers`.execute(
    db,
  );
  await sql`insert into audit_events ${upTo(contacts * EVENTS_EACH)}
    select ${idOf(sql`n`)}, 0, 'signed-in', 'contact', null, ${domain}, '192.0.2.1', ${company},
      ${idOf(sql`n % ${sql.lit(contacts)}`)}, null, null, 'contact at ' || ${name}, 0 from numbers`.execute(db);
}

/** The nth contact's address, from 0. */
export function addressOf({ companies }: World, n: number): string {
  return `u${n}@d${n % companies}.example`;
}

/** The nth company's id, from 0. */
export function companyId(n: number): string {
  return `${ZEROS}${FIRST + n}`;
}

/** Lets an address that has just been used be used again: nobody can wait for the cool-down here. */
export async function forgetCoolDowns(db: Db): Promise<void> {
  await db.deleteFrom('counters').execute();
}

/** With seven digits behind them they have the shape of an id, and sort before every id that is made from a time. */
const ZEROS = '0'.repeat(20);
const FIRST = 1_000_000;
const padded = sql`cast(${sql.lit(FIRST)} + n as text)`;

function idOf(n: ReturnType<typeof sql>) {
  return sql`${sql.lit(ZEROS)} || cast(${sql.lit(FIRST)} + ${n} as text)`;
}

function upTo(count: number) {
  return sql`with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < ${sql.lit(count - 1)})`;
}
