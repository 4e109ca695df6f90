import type { Clock } from '../../clock.js';
import type { Db } from '../../db/schema.js';
import { hit } from '../../limits/counter-store.js';
import type { PsaHttp, PsaKind } from '../connector.js';
import { PsaFault } from '../fault.js';
import { findHealth } from '../health-store.js';
import type { Turns } from './turns.js';

/** Counts requests to the PSA, of all processes. */
export const REQUESTS = 'psa:requests';
export const LONGEST_PAUSE_MS = 3_600_000;
const SOON_MS = 1_000;

interface LimitDeps {
  db: Db;
  clock: Clock;
  turns: Turns;
}

/** Waits so long, perhaps less; answers whether it is worth another try. */
export type Wait = (ms: number) => Promise<boolean>;

/** Requests as many as the vendor bears. One that may not go out now throws `too-busy`, or `limited` while the PSA wants us to wait. */
export function withinLimits({ db, clock, turns }: LimitDeps, { limits }: PsaKind, send: PsaHttp): PsaHttp {
  return (request) =>
    turns.take(async () => {
      const now = clock();
      if (request.sendBefore !== undefined && now >= request.sendBefore) throw new PsaFault('too-busy');
      const paused = ((await findHealth(db))?.paused_until ?? 0) - now;
      // A longer one was written by a clock that was ahead.
      if (paused > 0 && paused <= LONGEST_PAUSE_MS) throw new PsaFault('limited', { retryAfterMs: paused });
      const counted = await hit(db, now, { name: REQUESTS, windowMs: limits.windowMs, limit: limits.requests });
      if (counted.kind === 'over') throw new PsaFault('too-busy', { retryAfterMs: counted.retryAfterMs });
      return send(request);
    });
}

/** Has a request that our own limits hold back wait for them. */
export function waiting(send: PsaHttp, wait: Wait): PsaHttp {
  return async (request) => {
    for (;;) {
      try {
        return await send(request);
      } catch (error) {
        if (!(error instanceof PsaFault && isOurs(error))) throw error;
        if (!(await wait(error.details.retryAfterMs ?? SOON_MS))) throw error;
      }
    }
  };
}

/** With a status it is the PSA that spoke. */
function isOurs({ kind, details }: PsaFault): boolean {
  return kind === 'too-busy' || (kind === 'limited' && details.status === undefined);
}
