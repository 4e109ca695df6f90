import { randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { type DatabaseUrl, openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { addressOf, forgetCoolDowns, seed, type World } from './seed.js';
import type { Sink } from './sink.js';
import { type Launch, startTarget, type Target } from './targets.js';
import { ORIGIN, openVisitor, type Visitor } from './visitor.js';

/** A server with people in it who can sign in. */
export interface Site {
  name: string;
  target: Target;
  /** Everybody once, in a scattered order that goes on where the last crowd left off; nobody has to wait. */
  addresses(): Promise<Iterator<string>>;
  close(): Promise<void>;
}

export interface Portal extends Site {
  world: World;
  administrator: Visitor;
}

export interface Place extends Pick<Launch, 'folder' | 'pinned' | 'profile'> {
  sink: Sink;
}

/** Prime to every number of contacts here, so that each has its turn. */
const STRIDE = 7919;

/** The portal, filled and set up as through its set-up page. Without `postgres` on a SQLite file of its own. */
export async function openPortal(place: Place, name: string, world: World, postgres?: string): Promise<Portal> {
  const file = path.join(place.folder, name, 'latchkey.sqlite');
  const fresh = postgres ? await createDatabase(postgres) : { text: `sqlite:${file}`, drop: async () => undefined };
  const url: DatabaseUrl = postgres ? { kind: 'postgres', url: fresh.text } : { kind: 'sqlite', file };
  const db = openDatabase(url);
  await migrate(db, url);
  await seed(db, world);
  const target = await startTarget({
    ...place,
    name,
    script: 'server',
    env: {
      NODE_ENV: 'production',
      PUBLIC_URL: ORIGIN,
      DATA_DIR: path.join(place.folder, name),
      DATABASE_URL: fresh.text,
      SMTP_URL: place.sink.url,
      TZ: 'UTC',
    },
  });
  const everybody = rotation(world.contacts, (n) => addressOf(world, n));
  return {
    name,
    target,
    world,
    administrator: await setUp(target),
    async addresses() {
      await forgetCoolDowns(db);
      return everybody();
    },
    async close() {
      await target.stop();
      await db.destroy();
      await fresh.drop();
    },
  };
}

/** What the portal is measured against; its page has as many bytes as the portal's. */
export async function openBaseline(place: Place, name: string, contacts: number, pageBytes: number): Promise<Site> {
  const target = await startTarget({
    ...place,
    name,
    script: 'baseline',
    env: {
      NODE_ENV: 'production',
      FILE: path.join(place.folder, 'bare.sqlite'),
      SMTP_URL: place.sink.url,
      CONTACTS: `${contacts}`,
      PAGE_BYTES: `${pageBytes}`,
    },
  });
  const everybody = rotation(contacts, (n) => `u${n}@bare.example`);
  return { name, target, addresses: async () => everybody(), close: () => target.stop() };
}

async function setUp({ port, setupKey }: Target): Promise<Visitor> {
  const administrator = openVisitor(port);
  const who = { name: 'Mia Admin', address: 'mia@msp.example' };
  const portal = { portal_name: 'MSP Portal', sender_address: 'no-reply@msp.example', enabled: 'on' };
  const { status, body } = await administrator.post('/setup', { key: setupKey, ...who, ...portal });
  if (status !== 303) throw new Error(`Set-up answered ${status}: ${body}`);
  return administrator;
}

function rotation(total: number, address: (n: number) => string): () => Iterator<string> {
  let turn = 0;
  return function* () {
    for (let left = total; left > 0; left--) yield address((turn++ * STRIDE) % total);
  };
}

/** A database of its own on this server, so that nothing in the one that was named is touched. */
async function createDatabase(server: string): Promise<{ text: string; drop(): Promise<void> }> {
  const name = `latchkey_bench_${randomUUID().replaceAll('-', '')}`;
  const execute = async (statement: string) => {
    const client = new pg.Client(server);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await execute(`create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return { text: url.href, drop: () => execute(`drop database ${name} with (force)`) };
}
