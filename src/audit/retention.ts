import { setImmediate } from 'node:timers/promises';
import type { Db } from '../db/schema.js';
import { newId } from '../id.js';
import { findStrangersEventBefore } from './audit-store.js';

export interface Retention {
  keptMs: number;
  rows: number;
  /** So many rows are counted at a time, which takes a few milliseconds; in between others have their turn. */
  step: number;
}

/** How much is kept of what strangers cause. */
const OF_STRANGERS: Retention = { keptMs: 90 * 24 * 60 * 60_000, rows: 1_000_000, step: 50_000 };

/** The oldest id that is kept of strangers' events: what is before it is too old, or beyond the newest million. */
export async function oldestKeptOfStrangers(db: Db, now: number, retention = OF_STRANGERS): Promise<string> {
  const { keptMs, rows, step } = retention;
  const oldest = firstIdOf(now - keptMs);
  let id: string | undefined = firstIdOf(now + 1);
  for (let left = rows; left > 0 && id !== undefined && id > oldest; left -= step) {
    id = await findStrangersEventBefore(db, id, Math.min(left, step));
    await setImmediate();
  }
  return id !== undefined && id > oldest ? id : oldest;
}

/** No id of an earlier moment is greater, none of this one or a later one is less. */
function firstIdOf(at: number): string {
  return newId(at).slice(0, 9);
}
