import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../clock.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import { hit } from '../../limits/counter-store.js';
import type { PsaConnection } from '../connection.js';
import { bringOverDue } from './bring-over.js';
import { copyContacts } from './copy.js';

export interface LookUpDeps {
  db: Db;
  clock: Clock;
  psa: Pick<PsaConnection, 'ask'>;
}

/** `not-asked`, `no-answer`: what the last sync knew has to do. */
export type LookedUp = 'asked' | 'not-connected' | 'not-asked' | 'no-answer';

export const LOOK_UPS = 'psa:look-ups';
export const LOOK_UPS_AN_HOUR = 300;
const HOUR = 3_600_000;
/** A mail waits no longer than this; an answer that comes later is still taken over. */
const PATIENCE_MS = 5_000;

/**
 * Asks the PSA who has an address, and brings over what it says: afterwards our own tables know what the PSA does. To be
 * called where nobody waits for the answer, so that nobody learns anything from how long it took.
 */
export async function lookUpAddress(deps: LookUpDeps, address: string): Promise<LookedUp> {
  const { db, clock, psa } = deps;
  const counted = await hit(db, clock(), { name: LOOK_UPS, windowMs: HOUR, limit: LOOK_UPS_AN_HOUR });
  if (counted.kind === 'over') return 'not-asked';
  const asked = psa.ask(async (connector) => {
    const contacts = await connector.findContactsByAddress(address, leaveOut);
    const companies = await transaction(db, (trx) => copyContacts(trx, clock(), contacts));
    await bringOverDue(deps, companies);
  });
  const late = pause(PATIENCE_MS, { kind: 'no-answer' } as const, { ref: false });
  const { kind } = await Promise.race([asked, late]);
  return kind === 'answered' ? 'asked' : kind;
}

/** The sync tells of it. */
function leaveOut(): void {}
