import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import type { MailServer } from './mail-server.js';
import type { ComposedMail } from './message.js';
import { isLost, type Outcome } from './outbox.js';
import type { OutboxRow } from './outbox-store.js';
import { HAND_OVER_MS } from './smtp.js';
import type { Transport } from './transport.js';

export interface HandOverParts {
  clock: Clock;
  log: Log;
  transport: Transport;
  /** Writes the mail of a row; undefined when it has no use any more. */
  compose(row: OutboxRow): Promise<ComposedMail | undefined>;
}

/** Hands one claimed row over, never after its time and never for longer than its time. Never throws. */
export async function handOver(parts: HandOverParts, server: MailServer, row: OutboxRow): Promise<Outcome> {
  const { clock, log, transport, compose } = parts;
  if (clock() >= row.expires_at) return { kind: 'late' };
  if (isLost(row)) return { kind: 'lost' };
  if ((row.lease_until ?? 0) - clock() < HAND_OVER_MS) return { kind: 'untried' }; // it waited too long for its turn
  try {
    const mail = await compose(row);
    if (!mail) return { kind: 'useless' };
    const outcome = await transport.deliver(
      server,
      row.recipient,
      mail,
      Math.min(HAND_OVER_MS, row.expires_at - clock()),
    );
    log[outcome.kind === 'sent' ? 'debug' : 'warn']({ mail: row.id, try: row.tries, ...outcome }, 'Mail handed over');
    return outcome;
  } catch (error) {
    log.error({ mail: row.id, error }, 'A mail could not be made');
    return { kind: 'fault' };
  }
}
