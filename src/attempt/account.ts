import type { Attempt } from './attempt-store.js';

/** An account of a company's directory that somebody has proven with its password. */
export interface Account {
  directoryId: string;
  /** What identifies it for ever; names and addresses change. */
  objectGuid: string;
  /** The domain part of its SID, `S-1-5-21-a-b-c`. */
  domainSid: string;
  /** The sAMAccountName, for people to read. */
  userName: string;
  firstName: string;
  lastName: string;
  /** It was proven in another browser than the one that redeemed the link, so perhaps by another person. */
  elsewhere?: true;
}

/** The account that was proven in this attempt, if any. */
export function accountOf(attempt: Pick<Attempt, 'account'>): Account | undefined {
  return attempt.account === null ? undefined : (JSON.parse(attempt.account) as Account);
}
