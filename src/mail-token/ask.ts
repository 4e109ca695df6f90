import { type Account, accountOf } from '../attempt/account.js';
import { findLiveAttempt, startAttempt } from '../attempt/attempt.js';
import type { Attempt } from '../attempt/attempt-store.js';
import { knownBrowser } from '../attempt/known-browser.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db, Purpose } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { newId } from '../id.js';
import type { KeyRing } from '../keys.js';
import { clientNetwork } from '../limits/client-network.js';
import { enqueue } from '../mail/outbox.js';
import type { Client } from '../sessions/start-session.js';
import { addToken } from './add-token.js';
import { spendBudget } from './budget.js';
import type { Limits } from './limits.js';
import type { Recipient } from './recipient.js';

export interface AskDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
  limits: Limits;
  outbox: { wake(): void };
}

export interface Ask {
  purpose: Purpose;
  address: string;
  client: Client;
  /** The secret this browser holds, if any: the same address again continues its attempt. */
  secret: string | undefined;
  /** The cookie that says as whom this browser has signed in before. */
  knownBrowserCookie: string | undefined;
  shared: boolean;
  returnTo: string;
  /** Whether this way in is open: asked in the transaction, so that nothing is sent once it was closed. */
  isOpen: (trx: Db) => Promise<boolean>;
  findRecipient: (trx: Db, now: number, address: string, account: Account | undefined) => Promise<Recipient>;
  /** Takes the account that this browser's attempt has proven along to another address. */
  keepAccount?: boolean;
}

/** `secret` is set when a new attempt was started: it goes into this browser's cookie. */
export type Asked =
  | { kind: 'asked'; secret?: string }
  /** Nothing was started or sent. `hasAttempt`: this browser waits for an earlier mail to the same address. */
  | { kind: 'limited'; retryAfterMs: number; hasAttempt: boolean }
  | { kind: 'closed' };

/**
 * Asks for a token: attempt, limits, audit event and outbox row in one commit, and the mail follows by itself. What comes
 * back depends on what was typed and how often, never on whether anybody has this address: the same statements run.
 */
export async function askForToken(deps: AskDeps, ask: Ask): Promise<Asked> {
  const { purpose, address, client } = ask;
  const now = deps.clock();
  const asked = await transaction(deps.db, async (trx): Promise<Asked> => {
    if (!(await ask.isOpen(trx))) return { kind: 'closed' };
    const live = ask.secret === undefined ? undefined : await findLiveAttempt(trx, ask.secret, purpose, now);
    const own = live?.address === address ? live : undefined;
    const account = live && (own || ask.keepAccount) ? accountOf(live) : undefined;
    const recipient = await ask.findRecipient(trx, now, address, account);
    const browser = knownBrowser(deps.keys.current, ask.knownBrowserCookie, address);
    const asker = { purpose, address, network: clientNetwork(client.address), knownBrowser: browser };
    const budget = await spendBudget(trx, now, deps.limits, asker, recipient);
    if (budget.kind === 'refused') {
      await record(trx, now, { kind: 'token-asked', outcome: 'limited', address, clientAddress: client.address });
      return { kind: 'limited', retryAfterMs: budget.retryAfterMs, hasAttempt: own !== undefined };
    }
    const { attempt, ...secret } = own ? { attempt: own } : await startAttempt(trx, now, { ...ask, account });
    await issueToken(trx, now, deps.keys, { ...attempt, client_address: client.address }, recipient, budget.nowhere);
    return { kind: 'asked', ...secret };
  });
  if (asked.kind === 'asked') deps.outbox.wake();
  return asked;
}

/** Writes the token's row, the mail's row and the event. What is in the mail is derived from them when it is handed over. */
async function issueToken(
  trx: Db,
  now: number,
  keys: KeyRing,
  attempt: Attempt,
  recipient: Recipient,
  nowhere: string | undefined,
): Promise<void> {
  const { handle, address, client_address: clientAddress } = attempt;
  const { companyId, contactId, administratorId } = recipient;
  const token = await addToken(trx, now, keys.current, { handle, companyId });
  if (!token) return;
  const { send_number: sendNumber, expires_at: expiresAt } = token;
  const mail = { id: newId(now), kind: 'token', recipient: address, attempt: handle, sendNumber } as const;
  const unlessAdmitted = recipient.kind === 'perhaps' ? recipient.reason : undefined;
  await enqueue(trx, { ...mail, companyId, now, expiresAt, nowhere, unlessAdmitted });
  const outcome = nowhere === undefined ? 'mail' : 'nowhere';
  const trace = `${recipient.trace}${traceOf(nowhere, unlessAdmitted)}`;
  const subject = { address, clientAddress, attempt: handle, companyId, contactId, administratorId };
  await record(trx, now, { kind: 'token-asked', outcome, ...subject, trace });
}

function traceOf(nowhere: string | undefined, unlessAdmitted: string | undefined): string {
  if (nowhere !== undefined) return `; no mail: ${nowhere}`;
  return unlessAdmitted === undefined ? '' : '; the PSA is asked first';
}
