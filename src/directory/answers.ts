/** An account as its directory describes it, once its password was right. */
export interface FoundAccount {
  /** `8-4-4-4-12` hexadecimal, lower case. */
  objectGuid: string;
  /** The domain part of objectSid, `S-1-5-21-a-b-c`. */
  domainSid: string;
  /** sAMAccountName, as the directory spells it. */
  userName: string;
  /** What the directory claims: parsed as every address is, undefined when it has none or no usable one. */
  mail: string | undefined;
  firstName: string;
  lastName: string;
}

/**
 * What a directory says about a user name and a password. "Refused" and "could not ask" are different: only the latter makes
 * the email token the main way.
 */
export type PasswordAnswer = PasswordOutcome & {
  /** The directory did not let the service account in, so it was asked without. */
  serviceRefused?: true;
  /** Of an account that is `off` or `not-now`, where its entry was seen. */
  objectGuid?: string;
  /** Everything that mail or a user name reaches that account by: parsed as every address is, each once. */
  addresses?: string[];
};

type PasswordOutcome =
  /** Password right, exactly one entry. */
  | { kind: 'right'; account: FoundAccount }
  /** Password wrong, or nobody has that user name: the directory does not tell, and neither do we. */
  | { kind: 'wrong' }
  /** The guard let no try reach the directory. */
  | { kind: 'limited'; retryAfterMs: number }
  /** The password was right, and the account is switched off. */
  | { kind: 'off'; why: 'disabled' | 'account-expired' }
  /** Not by password now. */
  | { kind: 'not-now'; why: 'locked' | 'password-expired' | 'password-must-change' | 'logon-hours' }
  /** The password was right and no entry is shown for it; or several bear the name, where it may not have been sent. */
  | { kind: 'not-one'; found: 'none' | 'several' }
  /** `reason` in words, for the trace. */
  | { kind: 'unreachable'; reason: string };

/** Called before a password is sent anywhere, with every key that stands for the account. Answers whether it may be. */
export type Guard = (keys: string[]) => Promise<{ kind: 'go' } | { kind: 'limited'; retryAfterMs: number }>;

/** Who a directory finds for an address. No entry is an answer, too; no answer is not. */
export type AccountsFound =
  | { kind: 'found'; accounts: FoundStanding[] }
  /** `busy`: we had no turn for it, which says nothing about the directory; asked again, it may answer. */
  | { kind: 'no-answer'; reason: string; serviceRefused?: true; busy?: true };

export interface FoundStanding {
  objectGuid: string;
  /** Switched off, or past its date of expiry. */
  disabled: boolean;
  /** Whether it bears the address that was asked for: as mail, among proxyAddresses or as UPN. */
  bears: boolean;
}
