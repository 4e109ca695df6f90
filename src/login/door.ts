import type { Account } from '../attempt/account.js';
import type { Attempt } from '../attempt/attempt-store.js';
import type { Db, Purpose } from '../db/schema.js';
import type { DirectoryRow } from '../directory/directory.js';
import type { Recipient } from '../mail-token/recipient.js';
import type { Client, StartedSession } from '../sessions/start-session.js';
import type { Standing, StandingQuestion } from './standing.js';

/** How a proven attempt ends, or what the person is asked before it can. */
export type Settled =
  | { kind: 'signed-in'; session: StartedSession; address: string; returnTo: string; contactId?: string }
  | { kind: 'choose-company'; choices: { contactId: string; companyName: string }[] }
  | { kind: 'ask-name'; companyName: string }
  | { kind: 'refused'; why: Refusal; address: string }
  /** Another request of this browser was first: its session is on the way. */
  | { kind: 'settled-before' }
  | { kind: 'no-attempt' };

/** A transaction waits for nobody, so it ends with the question where a directory has to be asked first. */
export type Settling = Settled | { kind: 'ask-directory'; question: StandingQuestion };

export type Refusal =
  | 'inactive'
  | 'unmatched'
  | 'company-inactive'
  | 'creation-off'
  | 'too-many-new-contacts'
  | 'leaver'
  | 'outsider'
  | 'no-address';

/** What was added after the proof: by the person, or by a directory. */
export interface Answers {
  contactId?: string | undefined;
  name?: { firstName: string; lastName: string };
  standing?: Standing;
}

/**
 * One of the two doors: contacts' at /login, administrators' at /admin/login. The dialog and the machinery are the same; who
 * gets a mail and what a proof is worth is the door's, so neither's token opens the other.
 */
export interface Door {
  purpose: Purpose;
  base: '/login' | '/admin/login';
  home: '/' | '/admin';
  /** Whether email tokens open this door at all. */
  isOpen(db: Db): Promise<boolean>;
  /** The directories whose passwords open this door to the people of a domain. */
  listDirectories(db: Db, domain: string): Promise<DirectoryRow[]>;
  isAnyDirectoryActive(db: Db): Promise<boolean>;
  findRecipient(trx: Db, now: number, address: string, account: Account | undefined): Promise<Recipient>;
  /** Turns a proof into a session, once, in the caller's transaction; or says what is missing or wrong. */
  settle(trx: Db, now: number, attempt: Attempt, client: Client, answers: Answers): Promise<Settling>;
}
