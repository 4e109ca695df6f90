import type { Outcomes } from '../audit/event.js';
import type { Db } from '../db/schema.js';
import { unreachable } from '../unreachable.js';
import type { Delivery } from './delivery.js';
import { insertMail, type OutboxRow } from './outbox-store.js';

export interface NewMail {
  id: string;
  kind: OutboxRow['kind'];
  recipient: string;
  attempt?: string | undefined;
  sendNumber?: number | undefined;
  companyId?: string | undefined;
  administratorId?: string | undefined;
  now: number;
  expiresAt: number;
  /** Why no mail goes. The row is written all the same, so that asking costs the same. */
  nowhere?: string | undefined;
  /** Why no mail would go, if nobody else knew more: it goes only once it was admitted. */
  unlessAdmitted?: string | undefined;
}

/** What became of a claimed row. Besides a delivery: why it was not handed over. */
export type Outcome =
  | Delivery
  /** Its time was up, or what it is about has no use any more. */
  | { kind: 'late' | 'useless' }
  /** Too many tries ended in nobody knows what. */
  | { kind: 'lost' }
  /** We could not make the mail; the log says why. */
  | { kind: 'fault' }
  /** Its recipient may not have it after all; `reply` says why. */
  | { kind: 'withheld'; reply: string }
  /** It may go, once there is a server to send it. */
  | { kind: 'admitted' }
  /** The worker gave it back untried. */
  | { kind: 'untried' };

export type NextStep =
  | { kind: 'again'; at: number }
  | { kind: 'over'; state: 'sent' | 'failed' | 'expired' | 'nowhere'; outcome: Outcomes['token-mail'] };

const RETRY_AFTER_MS = [5_000, 15_000, 30_000, 60_000, 120_000];
/** A mail that comes with less than this left is of no use to anybody. */
const LIFE_LEFT_MS = 60_000;
const UNKNOWN_OUTCOMES = 3;

/** Puts a mail into the outbox, in the transaction of what it tells about. Wake the worker after the commit. */
export async function enqueue(trx: Db, mail: NewMail): Promise<void> {
  await insertMail(trx, {
    id: mail.id,
    kind: mail.kind,
    recipient: mail.recipient,
    attempt: mail.attempt ?? null,
    send_number: mail.sendNumber ?? null,
    company_id: mail.companyId ?? null,
    administrator_id: mail.administratorId ?? null,
    state: mail.nowhere === undefined ? 'pending' : 'nowhere',
    reason: mail.nowhere ?? mail.unlessAdmitted ?? null,
    tries: 0,
    unknown_outcomes: 0,
    next_try_at: mail.now,
    lease_until: null,
    worker: null,
    reply: null,
    created_at: mail.now,
    expires_at: mail.expiresAt,
    ended_at: null,
  });
}

/** True when a row may not be tried once more: three times nobody knows whether it was sent. */
export function isLost(row: Pick<OutboxRow, 'unknown_outcomes'>): boolean {
  return row.unknown_outcomes >= UNKNOWN_OUTCOMES;
}

/** The rule of retries: comes back with when to try again, or with how the row ends. */
export function nextStep(row: OutboxRow, outcome: Outcome, now: number): NextStep {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'over', state: 'sent', outcome: 'sent' };
    case 'refused':
      return { kind: 'over', state: 'failed', outcome: 'refused' };
    case 'late':
    case 'useless':
      return { kind: 'over', state: 'expired', outcome: 'expired' };
    case 'withheld':
      return { kind: 'over', state: 'nowhere', outcome: 'withheld' };
    case 'lost':
      return { kind: 'over', state: 'failed', outcome: 'failed' };
    case 'unknown':
      return isLost({ unknown_outcomes: row.unknown_outcomes + 1 })
        ? nextStep(row, { kind: 'lost' }, now)
        : retry(row, now);
    case 'deferred':
    case 'unreachable':
    case 'fault':
      return retry(row, now);
    case 'untried':
    case 'admitted':
      return { kind: 'again', at: now };
    default:
      return unreachable(outcome);
  }
}

function retry({ tries, expires_at }: OutboxRow, now: number): NextStep {
  const at = now + (RETRY_AFTER_MS[tries - 1] ?? 120_000);
  return expires_at - at >= LIFE_LEFT_MS ? { kind: 'again', at } : { kind: 'over', state: 'failed', outcome: 'failed' };
}
