import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../clock.js';
import type { Wait } from '../http/within-limits.js';

interface Waiting {
  clock: Clock;
  stopping: AbortSignal;
  /** False when the sync is not ours any more. */
  prolong(): Promise<boolean>;
}

/** Above that the sync ends, and is due again when the wait is over. */
const LONGEST_WAIT_MS = 2 * 60_000;
const LOOK_MS = 500;

/** A sync waits for our own limits, so that it comes to its end however much there is to ask; not while the process stops. */
export function waitInSync({ clock, stopping, prolong }: Waiting): Wait {
  return async (ms) => {
    if (ms > LONGEST_WAIT_MS) return false;
    const until = clock() + ms;
    for (let waited = 0; waited < ms && clock() < until; waited += LOOK_MS) {
      if (stopping.aborted || !(await prolong())) return false;
      await pause(Math.min(LOOK_MS, ms), undefined, { signal: stopping }).catch(() => undefined);
    }
    return !stopping.aborted;
  };
}
