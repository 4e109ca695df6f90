const SECOND = 1000;
export const HOUR = 3_600 * SECOND;

/** How many mails may be asked for. Overridden only by the benchmark. */
export interface Limits {
  /** Mails asked for, per client network and hour: an office of 500 behind one address signs in on a Monday morning. */
  askedByNetwork: number;
  /** Mails per address and hour, from one client network or one known browser. */
  toAddressFromNetwork: number;
  /** Mails per address and hour, from everywhere. */
  toAddress: number;
  /** Mails per hour to addresses without a contact, from one client network, and to one domain. */
  newcomersFromNetwork: number;
  newcomersOfDomain: number;
  /** Mails of the whole system per hour, for everybody; the last ones are kept for those who are known. */
  mailsInAll: number;
  mailsToContacts: number;
  mailsToNewcomers: number;
}

export const LIMITS: Limits = {
  askedByNetwork: 1200,
  toAddressFromNetwork: 5,
  toAddress: 30,
  newcomersFromNetwork: 60,
  newcomersOfDomain: 300,
  mailsInAll: 2000,
  mailsToContacts: 1900,
  mailsToNewcomers: 1600,
};

/** Between two mails to one address. */
export const COOL_DOWN_MS = 30 * SECOND;
/** Wrong tokens for one address in an hour, over all its attempts, that make an alert. Nobody is locked out. */
export const WRONG_TOKENS_ALERT = 10;
