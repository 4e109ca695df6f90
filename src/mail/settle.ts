import { setTimeout } from 'node:timers/promises';
import { record } from '../audit/audit-store.js';
import type { Outcomes } from '../audit/event.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { Log } from '../log.js';
import { noteHandOvers } from './mail-state.js';
import { nextStep, type Outcome } from './outbox.js';
import { expireOverdueMails, type OutboxRow, updateClaimedMail } from './outbox-store.js';

export type Ended = { row: OutboxRow; outcome: Outcome };

export interface Settler {
  add(ended: Ended): void;
  /** The writing that is going on, if any. */
  busy(): Promise<void> | undefined;
}

/** Nobody waits for it to be recorded that a mail was sent, and a commit is dear: those of a moment share one. */
const GATHER_MS = 10;

/** Records how rows ended. */
export function createSettler({ db, clock, log }: { db: Db; clock: Clock; log: Log }): Settler {
  const waiting: Ended[] = [];
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      await setTimeout(GATHER_MS);
      const batch = waiting.splice(0);
      // When it fails the leases run out, and the mails are tried again.
      await transaction(db, (trx) => settle(trx, clock(), batch)).catch((error) =>
        log.error({ error }, 'The results of mails could not be recorded'),
      );
    }
    writing = undefined;
  }

  return {
    add(ended) {
      waiting.push(ended);
      writing ??= write();
    },
    busy: () => writing,
  };
}

/** Expires what nobody can send, with its audit events. */
export async function expireOverdue(trx: Db, now: number): Promise<void> {
  for (const row of await expireOverdueMails(trx, now)) await recordEnd(trx, now, row, 'expired', '');
}

async function settle(trx: Db, now: number, ended: Ended[]): Promise<void> {
  for (const { row, outcome } of ended) await settleOne(trx, now, row, outcome);
  await noteHandOvers(
    trx,
    now,
    ended.map(({ outcome }) => outcome.kind),
  );
}

async function settleOne(trx: Db, now: number, row: OutboxRow, outcome: Outcome): Promise<void> {
  const step = nextStep(row, outcome, now);
  const reply = 'reply' in outcome ? outcome.reply : row.reply;
  const ours = await updateClaimedMail(trx, row, {
    state: step.kind === 'over' ? step.state : 'pending',
    reason: row.reason,
    company_id: row.company_id,
    reply,
    tries: row.tries - (outcome.kind === 'untried' || outcome.kind === 'admitted' ? 1 : 0),
    unknown_outcomes: row.unknown_outcomes + (outcome.kind === 'unknown' ? 1 : 0),
    next_try_at: step.kind === 'again' ? step.at : row.next_try_at,
    ended_at: step.kind === 'over' ? now : null,
  });
  if (ours && step.kind === 'over') await recordEnd(trx, now, row, step.outcome, reply ?? '');
}

async function recordEnd(
  trx: Db,
  now: number,
  row: OutboxRow,
  outcome: Outcomes['token-mail'],
  trace: string,
): Promise<void> {
  await record(trx, now, {
    ...(row.kind === 'token' ? { kind: 'token-mail', outcome } : invitationEvent(outcome)),
    address: row.recipient,
    companyId: row.company_id ?? undefined,
    administratorId: row.administrator_id ?? undefined,
    ...(row.attempt && { attempt: row.attempt }),
    trace,
  });
}

function invitationEvent(outcome: Outcomes['token-mail']): {
  kind: 'administrator';
  outcome: Outcomes['administrator'];
} {
  return { kind: 'administrator', outcome: outcome === 'sent' ? 'invitation-sent' : 'invitation-failed' };
}
