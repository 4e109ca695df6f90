import type { Db } from '../db/schema.js';
import { findCount } from '../limits/counter-store.js';
import type { PsaKindName } from './connector.js';
import { psaKind } from './connectors.js';
import { LOOK_UPS, LOOK_UPS_AN_HOUR } from './contacts/look-up.js';
import { findHealth } from './health-store.js';
import { REQUESTS } from './http/within-limits.js';

export interface Usage {
  used: number;
  limit: number;
  windowMs: number;
  /** The PSA asked us to wait until then. */
  pausedUntil?: number;
  /** Of this hour. */
  lookUps: { used: number; limit: number };
}

/** How much of what the vendor bears is used in the running window, and of what we allow ourselves. */
export async function readUsage(db: Db, now: number, kind: PsaKindName): Promise<Usage> {
  const { requests: limit, windowMs } = psaKind(kind).limits;
  const pausedUntil = (await findHealth(db))?.paused_until ?? 0;
  return {
    ...usedOf(await findCount(db, now, REQUESTS), limit),
    windowMs,
    ...(pausedUntil > now && { pausedUntil }),
    lookUps: usedOf(await findCount(db, now, LOOK_UPS), LOOK_UPS_AN_HOUR),
  };
}

/** What a limit has stopped was counted, but not used. */
function usedOf(count: number, limit: number): { used: number; limit: number } {
  return { used: Math.min(count, limit), limit };
}
