import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Express } from 'express';
import { onTestFinished } from 'vitest';
import { createApp } from '../../src/app.js';
import { type Config, readConfig } from '../../src/config.js';
import { type Context, openContext } from '../../src/context.js';
import { createLog } from '../../src/log.js';
import { setupKey } from '../../src/setup/setup.js';
import { dump, freshDatabase, type TestDatabase } from './database.js';
import { type Given, givenIn } from './given.js';
import { assertNothingLeaked } from './leaks.js';
import { type SmtpSink, startSmtpSink } from './smtp-sink.js';
import { openVisitor, type Visitor } from './visitor.js';

export interface PortalOptions {
  env?: Record<string, string>;
  /** Without a mail server the built-in inbox shows the mails. */
  smtp?: boolean;
  /** Passed through the set-up page, with Passwordless enabled, unless false. */
  setUp?: boolean;
  /** Whenever the test runs, it begins at about noon: what is done at night is far away. */
  atNoon?: boolean;
}

export interface Portal {
  url: string;
  ctx: Context;
  sink: SmtpSink;
  database: TestDatabase;
  dataDir: string;
  /** Everything logged so far, as text. */
  logs(): string;
  passMinutes(minutes: number): void;
  passMs(ms: number): void;
  /** A new browser; `from` is its client address, where TRUST_PROXY lets a header say so. */
  visitor(from?: string): Visitor;
  /** A browser signed in to the console as the first administrator. */
  administrator: Visitor;
  given: Given;
  /** What must be found in no database and no log after the test, besides tokens, links and cookies. */
  secrets: string[];
  /** The newest mail's token in both shapes, once it has arrived. */
  tokenMailed(address: string, count?: number): Promise<{ code: string; link: string }>;
  /** Ends this portal's server and opens another on the same database and data folder. */
  restart(env?: Record<string, string>): Promise<Context>;
}

export const ADMINISTRATOR = { name: 'Mia Admin', address: 'mia@msp.example' };

/** The whole portal as in production, on its own database, mail server and clock. Cleans up at the end of the test. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const { env = {}, smtp = true, setUp = true, atNoon = false } = options;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'latchkey-test-'));
  const database = await freshDatabase(dataDir);
  const sink = await startSmtpSink();
  let app: Express | undefined;
  const server = createServer((req, res) => app?.(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const clock = { offset: atNoon ? untilNoon() : 0, now: () => Date.now() + clock.offset };
  const logged: string[] = [];
  const log = createLog('debug', { write: (line: string) => void logged.push(line) });
  const config = configFor({
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: database.text,
    ...(smtp && { SMTP_URL: sink.url }),
    ...env,
  });

  const open = async (wanted: Config): Promise<Context> => {
    const opened = await openContext(wanted, { clock: clock.now, log });
    if (opened.kind === 'refused') throw new Error(opened.reason);
    return opened.ctx;
  };
  let ctx = await open(config);
  app = createApp(ctx);
  const visitors: Visitor[] = [];
  const secrets: string[] = [];
  const visitor = (from?: string): Visitor => {
    const opened = openVisitor(
      config.publicUrl.startsWith('https') ? `http://localhost:${port}` : config.publicUrl,
      from,
    );
    visitors.push(opened);
    return opened;
  };

  onTestFinished(async () => {
    await ctx.outbox.stop();
    const dumped = await dump(ctx.db, database.url);
    await assertNothingLeaked({ dumped, logged: logged.join(''), sink, visitors, named: secrets });
    server.closeAllConnections();
    server.close();
    await ctx.close();
    await sink.close();
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });

  const administrator = visitor();
  if (setUp) await passSetUp(administrator, ctx);
  return {
    url: config.publicUrl,
    get ctx() {
      return ctx;
    },
    sink,
    database,
    dataDir,
    logs: () => logged.join(''),
    passMinutes(minutes) {
      clock.offset += minutes * 60_000;
    },
    passMs(ms) {
      clock.offset += ms;
    },
    visitor,
    administrator,
    given: givenIn(() => ctx),
    secrets,
    async tokenMailed(address, count = 1) {
      const mail = (await sink.waitForMail(address, count)).at(-1);
      const code = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(mail?.text ?? '')?.[0];
      const link = /https?:\/\/\S+\/now\/\S+/.exec(mail?.text ?? '')?.[0];
      if (!code || !link) throw new Error(`The mail to ${address} holds no token`);
      return { code, link: link.replace(config.publicUrl, '') };
    },
    async restart(changed = {}) {
      await ctx.close();
      ctx = await open(
        configFor({
          PORT: String(port),
          DATA_DIR: dataDir,
          DATABASE_URL: database.text,
          ...(smtp && { SMTP_URL: sink.url }),
          ...env,
          ...changed,
        }),
      );
      app = createApp(ctx);
      return ctx;
    },
  };
}

/** How long it is until noon in the portal's time zone, or one in summer. */
function untilNoon(): number {
  const hour = 3_600_000;
  return 24 * hour - ((Date.now() - 11 * hour) % (24 * hour));
}

/** Passes the set-up page as a person would. */
export async function passSetUp(administrator: Visitor, ctx: Context): Promise<void> {
  const key = setupKey(ctx.keys.current, ctx.installation);
  const { name, address } = ADMINISTRATOR;
  const portalName = { portal_name: 'MSP Portal', sender_address: 'no-reply@msp.example', enabled: 'on' };
  const done = await administrator.post('/setup', { key, name, address, ...portalName });
  if (done.status !== 303) throw new Error(`Set-up answered ${done.status}: ${done.text}`);
  await administrator.get('/admin/companies');
}

function configFor(env: Record<string, string>): Config {
  const read = readConfig({ TZ: 'Europe/Berlin', ...env });
  if (read.kind === 'mistakes') throw new Error(read.mistakes.join('\n'));
  return read.config;
}
