import { domainOf } from '../address/login-email.js';
import { ATTEMPT_MS, findLiveAttempt, startAttempt } from '../attempt/attempt.js';
import { type Attempt, countSend } from '../attempt/attempt-store.js';
import { knownBrowser } from '../attempt/known-browser.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db, Purpose } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { newId } from '../id.js';
import type { KeyRing } from '../keys.js';
import { clientNetwork } from '../limits/client-network.js';
import { type Hit, hit, hitAll } from '../limits/counter-store.js';
import { enqueue } from '../mail/outbox.js';
import { countMailsSince } from '../mail/outbox-store.js';
import type { Client } from '../sessions/start-session.js';
import { COOL_DOWN_MS, HOUR, type Limits } from './limits.js';
import { insertMailToken } from './mail-token-store.js';
import { TOKEN_MINUTES } from './settings.js';

/** Where a token for an address goes: to somebody known, to somebody new at a company, or nowhere (and why). */
export type Recipient = { trace: string; companyId?: string; contactId?: string; administratorId?: string } & (
  | { kind: 'known' }
  | { kind: 'newcomer'; unlimited: boolean }
  | { kind: 'nobody'; reason: string }
);

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
  findRecipient: (trx: Db, now: number, address: string) => Promise<Recipient>;
}

/** `secret` is set when a new attempt was started: it goes into this browser's cookie. */
export type Asked =
  | { kind: 'asked'; secret?: string }
  /** Nothing was started or sent. `hasAttempt`: this browser waits for an earlier mail to the same address. */
  | { kind: 'limited'; retryAfterMs: number; hasAttempt: boolean };

const TOKEN_MS = TOKEN_MINUTES * 60_000;

/**
 * Asks for a token: attempt, limits, audit event and outbox row in one commit, and the mail follows by itself. What comes
 * back depends on what was typed and how often, never on whether anybody has this address: the same statements run.
 */
export async function askForToken(deps: AskDeps, ask: Ask): Promise<Asked> {
  const now = deps.clock();
  const asked = await transaction(deps.db, async (trx): Promise<Asked> => {
    const network = clientNetwork(ask.client.address);
    const live = ask.secret === undefined ? undefined : await findLiveAttempt(trx, ask.secret, ask.purpose, now);
    const own = live?.address === ask.address ? live : undefined;
    const wait = await spendBudget(trx, now, deps, ask, network);
    if (wait !== undefined) {
      const { address, client } = ask;
      await record(trx, now, { kind: 'token-asked', outcome: 'limited', address, clientAddress: client.address });
      return { kind: 'limited', retryAfterMs: wait, hasAttempt: own !== undefined };
    }
    const { attempt, ...secret } = own ? { attempt: own } : await startAttempt(trx, now, ask);
    await issueToken(trx, now, deps, attempt, await ask.findRecipient(trx, now, ask.address), network);
    return { kind: 'asked', ...secret };
  });
  if (asked.kind === 'asked') deps.outbox.wake();
  return asked;
}

/** Milliseconds to wait when too much was asked for. A refusal costs no mail: a stranger cannot hold anybody up with it. */
async function spendBudget(
  trx: Db,
  now: number,
  { keys, limits }: AskDeps,
  ask: Ask,
  network: string,
): Promise<number | undefined> {
  const crowd = await hit(trx, now, { name: `asked:${network}`, windowMs: HOUR, limit: limits.askedByNetwork });
  if (crowd.kind === 'over') return crowd.retryAfterMs;
  const browser = knownBrowser(keys.current, ask.knownBrowserCookie, ask.address);
  const counted = await hitAll(trx, now, mailBudget(limits, `${ask.purpose}:${ask.address}`, browser, network));
  return counted.kind === 'over' ? counted.retryAfterMs : undefined;
}

/** Mails to one address. A browser known for it has a budget of its own, which no stranger can use up. */
function mailBudget(limits: Limits, whose: string, browser: string | undefined, network: string): Hit[] {
  const hourly = { windowMs: HOUR, limit: limits.toAddressFromNetwork };
  const pace = { windowMs: COOL_DOWN_MS, limit: 1 };
  if (browser) {
    return [
      { name: `pace:${whose}:browser:${browser}`, ...pace },
      { name: `mails:${whose}:browser:${browser}`, ...hourly },
    ];
  }
  return [
    { name: `pace:${whose}`, ...pace },
    { name: `mails:${whose}:from:${network}`, ...hourly },
    { name: `mails:${whose}`, windowMs: HOUR, limit: limits.toAddress },
  ];
}

async function issueToken(
  trx: Db,
  now: number,
  deps: AskDeps,
  attempt: Attempt,
  recipient: Recipient,
  network: string,
): Promise<void> {
  const nowhere = await whyNoMail(trx, now, deps.limits, attempt, recipient, network);
  const { companyId } = recipient;
  const send = await countSend(trx, attempt.handle, { expiresAt: now + ATTEMPT_MS, companyId });
  if (send === undefined) return;
  const expiresAt = now + TOKEN_MS;
  const token = { attempt: attempt.handle, send_number: send, key_id: deps.keys.current.id };
  await insertMailToken(trx, { ...token, created_at: now, expires_at: expiresAt });
  await enqueue(trx, {
    id: newId(now),
    kind: 'token',
    recipient: attempt.address,
    attempt: attempt.handle,
    sendNumber: send,
    companyId,
    now,
    expiresAt,
    nowhere,
  });
  await record(trx, now, {
    kind: 'token-asked',
    outcome: nowhere === undefined ? 'mail' : 'nowhere',
    address: attempt.address,
    clientAddress: attempt.client_address,
    attempt: attempt.handle,
    companyId,
    contactId: recipient.contactId,
    administratorId: recipient.administratorId,
    trace: nowhere === undefined ? recipient.trace : `${recipient.trace}; no mail: ${nowhere}`,
  });
}

/** Limits that depend on who is behind the address are kept in silence, at the same cost for everybody. */
async function whyNoMail(
  trx: Db,
  now: number,
  limits: Limits,
  attempt: Attempt,
  recipient: Recipient,
  network: string,
): Promise<string | undefined> {
  const by = recipient.kind === 'newcomer' && !recipient.unlimited ? 1 : 0;
  const perNetwork = {
    name: `newcomers:from:${network}`,
    windowMs: HOUR,
    limit: limits.newcomersFromNetwork,
    by,
  } as const;
  const perDomain = {
    name: `newcomers:of:${domainOf(attempt.address)}`,
    windowMs: HOUR,
    limit: limits.newcomersOfDomain,
    by,
  } as const;
  const overNetwork = (await hit(trx, now, perNetwork)).kind === 'over';
  const overDomain = (await hit(trx, now, perDomain)).kind === 'over';
  const mails = await countMailsSince(trx, now - HOUR, limits.mailsInAll);
  if (recipient.kind === 'nobody') return recipient.reason;
  if (by === 1 && overNetwork) return 'too many new people from this network within an hour';
  if (by === 1 && overDomain) return 'too many new people of this domain within an hour';
  return mails >= shareOf(limits, attempt.purpose, recipient) ? 'too many mails in all within an hour' : undefined;
}

function shareOf(limits: Limits, purpose: Purpose, recipient: Recipient): number {
  if (purpose === 'administrator') return limits.mailsInAll;
  return recipient.kind === 'newcomer' ? limits.mailsToNewcomers : limits.mailsToContacts;
}
