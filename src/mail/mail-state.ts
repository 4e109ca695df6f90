import type { Db } from '../db/schema.js';
import { deleteSettings, findSettings, saveSettings } from '../installation/settings-store.js';
import type { Outcome } from './outbox.js';
import { findLastSentAt } from './outbox-store.js';

interface MailState {
  /** How many hand-overs in a row ended before the recipient was named; no more than count. */
  unreachable: number;
  /** As it was when the row of failures began, or ended. */
  lastSentAt: number | null;
}

const NAME = 'mail-state';
const FAILURES_IN_A_ROW = 3;
const SILENT_MS = 2 * 60_000;
/** No mail of a token is asked for earlier than this and sent only now. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** True when no hand-over succeeded for two minutes and the last three did not get as far as naming the recipient. */
export async function isMailDown(db: Db, now: number): Promise<boolean> {
  const state = await findSettings<MailState>(db, NAME);
  if (!state || state.unreachable < FAILURES_IN_A_ROW) return false;
  return state.lastSentAt === null || now - state.lastSentAt >= SILENT_MS;
}

/** Takes note of how hand-overs ended, in order, in the transaction that records them. While all is well it only reads. */
export async function noteHandOvers(trx: Db, now: number, outcomes: Outcome['kind'][]): Promise<void> {
  const before = await findSettings<MailState>(trx, NAME);
  const earlier = before?.unreachable ?? 0;
  const unreachable = Math.min(outcomes.reduce(counted, earlier), FAILURES_IN_A_ROW);
  const sent = outcomes.includes('sent');
  if (unreachable === earlier && !(sent && earlier > 0)) return;
  const lastSentAt = sent
    ? now
    : earlier > 0
      ? (before?.lastSentAt ?? null)
      : await findLastSentAt(trx, now - LONGEST_WAIT_MS);
  await saveSettings<MailState>(trx, NAME, { unreachable, lastSentAt }, now);
}

/** Another server, another state. */
export async function forgetMailState(db: Db): Promise<void> {
  await deleteSettings(db, NAME);
}

function counted(inARow: number, outcome: Outcome['kind']): number {
  switch (outcome) {
    case 'unreachable':
      return inARow + 1;
    case 'sent':
    case 'refused':
    case 'deferred':
    case 'unknown':
      return 0;
    default:
      return inARow; // nothing was handed over
  }
}
