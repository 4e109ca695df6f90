import { onTestFinished } from 'vitest';
import type { Context } from '../../../src/context.js';
import { PsaConnection } from '../../../src/psa/connection.js';
import { PsaWorker } from '../../../src/psa/sync/worker.js';

/** The way to the PSA as another process has it. */
export function anotherConnection({ db, clock, log, keys, config }: Context): PsaConnection {
  return new PsaConnection({ db, clock, log, keys, allowedHosts: config.psaAllowedHosts });
}

/** What another process at the same database does with the PSA by itself; stopped at the end of the test. */
export function anotherWorker(ctx: Context): PsaWorker {
  const { db, clock, log, config } = ctx;
  const worker = new PsaWorker({ db, clock, log, timeZone: config.timeZone, psa: anotherConnection(ctx) });
  onTestFinished(() => worker.stop());
  return worker;
}
