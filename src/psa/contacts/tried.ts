import type { Clock } from '../../clock.js';
import type { Contact } from '../../contacts/contact-store.js';
import type { Db } from '../../db/schema.js';
import type { PsaConnection } from '../connection.js';
import type { PsaFault } from '../fault.js';
import { type Creation, updateClaimedCreation } from './creation-store.js';

export interface CreationDeps {
  db: Db;
  clock: Clock;
  psa: Pick<PsaConnection, 'ask'>;
}

/** Where a creation stands that was claimed. */
export interface Job extends CreationDeps {
  creation: Creation;
  contact: Contact;
  psaCompanyId: string;
}

/** What one try has come to. */
export type Tried =
  | { kind: 'linked'; how: 'created-in-psa' | 'found-in-psa' | 'reactivated-in-psa'; psaId: string }
  /** Somebody else is at it, or there is nothing to do any more. */
  | { kind: 'dropped' }
  | { kind: 'company-not-linked' }
  /** Nobody who may not sign in is created or made active there: it would let them in. */
  | { kind: 'inactive' }
  /** The PSA gives no answer to a question; `posted`: perhaps it has done what it was asked for all the same. */
  | { kind: 'no-answer'; fault: PsaFault; posted: boolean }
  /** It may have been created a moment ago, and a search need not show it yet. Or there is no secret to ask with. */
  | { kind: 'too-soon'; at: number }
  | { kind: 'needs-attention'; reason: NeedsAttention; detail: string };

type NeedsAttention = 'several' | 'elsewhere' | 'other-contact' | 'unreadable' | 'refused';

/**
 * After an answer that was lost nothing is created for so long: a search may lag behind, and the PSA may still be at work on
 * what we gave up. Nobody waits for it.
 */
export const QUIET_MS = 5 * 60_000;

/** There is no PSA to ask, or no secret to ask it with. */
export function notConnected(clock: Clock): Tried {
  return { kind: 'too-soon', at: clock() + QUIET_MS };
}

/** The PSA has not done what it was asked for, as far as anybody knows. Forgets that it may have been, where it was not. */
export async function notDone({ db, clock, creation }: Job, fault: PsaFault): Promise<Tried> {
  const posted = fault.details.perhapsDone === true;
  if (!posted) await updateClaimedCreation(db, creation, clock(), { posted_at: null });
  const { detail = '' } = fault.details;
  // A 404 in its own words is its answer: the company is not there, say. Without words it may be a proxy's.
  const refused = fault.kind === 'refused' || (fault.kind === 'not-found' && detail !== '');
  return refused ? { kind: 'needs-attention', reason: 'refused', detail } : { kind: 'no-answer', fault, posted };
}
