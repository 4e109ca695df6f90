import { createServer, type Server } from 'node:http';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { type Context, openContext } from './context.js';
import { findInstallation } from './installation/installation-store.js';
import { startJobs } from './jobs/schedule.js';
import { setupKey } from './setup/setup.js';

const DRAIN_MS = 10_000;
const LAST_CALL_MS = 15_000;

const read = readConfig();
if (read.kind === 'mistakes')
  fail(['The configuration has mistakes:', ...read.mistakes.map((mistake) => `  ${mistake}`)]);
const opened = await openContext(read.config);
if (opened.kind === 'refused') fail([opened.reason]);
await serve(opened.ctx);

async function serve(ctx: Context): Promise<void> {
  const { host, port, publicUrl } = ctx.config;
  let draining = false;
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5000 },
    createApp(ctx, () => draining),
  );
  server.maxConnections = 10_000;
  const stopJobs = startJobs(ctx);
  await listen(server, host, port);
  ctx.log.info({ host, port, publicUrl }, 'listening');
  await printSetupLink(ctx);

  const stop = async (signal: string): Promise<void> => {
    if (draining) process.exit(1);
    draining = true;
    ctx.log.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), LAST_CALL_MS).unref();
    stopJobs();
    await drain(server);
    await ctx.close();
    ctx.log.info('closed');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void stop(signal));
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      ctx.log.fatal({ error }, event);
      process.exit(1);
    });
  }
}

/** The one plain line among the JSON: what a person needs who has just started the portal for the first time. */
async function printSetupLink(ctx: Context): Promise<void> {
  const installation = await findInstallation(ctx.db);
  if (!installation || installation.set_up_at !== null) return;
  process.stdout.write(`Set up: ${ctx.config.publicUrl}/setup?key=${setupKey(ctx.keys.current, installation)}\n`);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail([`Cannot listen on ${host}:${port}: ${error.code}`]));
    server.listen(port, host, resolve);
  });
}

/** Takes no new connections, and waits for the requests that are under way. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(cut);
}

function fail(lines: string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
