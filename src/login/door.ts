import type { Attempt } from '../attempt/attempt-store.js';
import type { Db, Purpose } from '../db/schema.js';
import type { Recipient } from '../mail-token/recipient.js';
import type { Client, StartedSession } from '../sessions/start-session.js';

/** How a proven attempt ends, or what the person is asked before it can. */
export type Settled =
  | { kind: 'signed-in'; session: StartedSession; address: string; returnTo: string; contactId?: string }
  | { kind: 'choose-company'; choices: { contactId: string; companyName: string }[] }
  | { kind: 'ask-name'; companyName: string }
  | { kind: 'refused'; why: Refusal; address: string }
  /** Another request of this browser was first: its session is on the way. */
  | { kind: 'settled-before' }
  | { kind: 'no-attempt' };

export type Refusal = 'inactive' | 'unmatched' | 'company-inactive' | 'too-many-new-contacts';

/** What the person added after the proof. */
export interface Answers {
  contactId?: string | undefined;
  name?: { firstName: string; lastName: string };
}

/**
 * One of the two doors that open by email token: contacts' at /login, administrators' at /admin/login. The dialog and the
 * machinery are the same; who gets a mail and what a proof is worth is the door's, so neither's token opens the other.
 */
export interface Door {
  purpose: Purpose;
  base: '/login' | '/admin/login';
  home: '/' | '/admin';
  /** Whether this way in is open at all. */
  isOpen(db: Db): Promise<boolean>;
  findRecipient(trx: Db, now: number, address: string): Promise<Recipient>;
  /** Turns a proof into a session, once, in the caller's transaction; or says what is missing or wrong. */
  settle(trx: Db, now: number, attempt: Attempt, client: Client, answers: Answers): Promise<Settled>;
}
