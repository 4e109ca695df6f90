import { createServer, type Server } from 'node:http';
import { createApp } from './app.js';
import type { Config } from './config.js';
import { readConfig } from './config.js';
import { type Context, openContext } from './context.js';
import { DatabaseUnreachable } from './db/database.js';
import { startJobs } from './jobs/schedule.js';

const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5000 };
const CONNECTIONS = 10_000;
/** How long requests under way may take once the process is told to stop, and how long stopping may take in all. */
const DRAIN_MS = 10_000;
const LAST_CALL_MS = 15_000;

/** Reads the configuration and opens what it names, or ends the process with everything that is wrong with it. */
export async function openOrExit(change: (config: Config) => Config = (config) => config): Promise<Context> {
  const read = readConfig();
  if (read.kind === 'mistakes') {
    return exitWith(['The configuration has mistakes:', ...read.mistakes.map((mistake) => `  ${mistake}`)]);
  }
  const opened = await openContext(change(read.config)).catch((error: unknown) => {
    if (error instanceof DatabaseUnreachable) return exitWith([error.message]);
    throw error;
  });
  return opened.kind === 'refused' ? exitWith([opened.reason]) : opened.ctx;
}

/** Listens until the process is told to stop; then lets requests finish, gives back leases and closes the database. */
export async function serve(ctx: Context): Promise<void> {
  const { host, port, publicUrl } = ctx.config;
  let draining = false;
  const server = createServer(
    TIMEOUTS,
    createApp(ctx, () => draining),
  );
  server.maxConnections = CONNECTIONS;
  await listen(server, host, port);
  const stopJobs = startJobs(ctx);

  const stop = async (signal: string): Promise<void> => {
    if (draining) process.exit(1);
    draining = true;
    ctx.log.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), LAST_CALL_MS).unref();
    stopJobs();
    // Both at once: one after the other they can take longer than the last call.
    await Promise.all([drain(server), ctx.outbox.stop(), ctx.psa.stop()]);
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
  // Last: whoever reads this may send a signal at once.
  ctx.log.info({ host, port, publicUrl }, 'listening');
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => exitWith([`Cannot listen on ${host}:${port}: ${code}`]));
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

function exitWith(lines: string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
