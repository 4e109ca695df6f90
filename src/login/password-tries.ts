import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { Guard, PasswordAnswer } from '../directory/answers.js';
import { giveBack, type Hit, hitAll } from '../limits/counter-store.js';

/** Wrong passwords for one account that reach its directory: fewer than any lock-out there, so that no stranger causes one. */
export const WRONG_PASSWORDS = 3;
const WINDOW_MS = 15 * 60_000;
/** Wrong passwords from one client network in an hour, for all accounts of a directory: an office, but no list of names. */
export const WRONG_PASSWORDS_OF_NETWORK = 300;
const HOUR_MS = 3_600_000;

export interface Tries {
  /** Counts one try before the password is sent, or holds it back. */
  guard: Guard;
  /** Gives back what did not cost the account a wrong password. */
  settle(answer: PasswordAnswer): Promise<void>;
}

/** Counts the passwords that are tried at one directory: for every key that stands for an account, and for a client network. */
export function countTries({ db, clock }: { db: Db; clock: Clock }, directoryId: string, network: string): Tries {
  const counted: Hit[] = [];
  const name = (key: string) => `password:${directoryId}:${key}`;
  const ofNetwork = { name: name(`from:${network}`), windowMs: HOUR_MS, limit: WRONG_PASSWORDS_OF_NETWORK };
  return {
    guard: async (keys) => {
      const ofAccount = keys.map((key) => ({ name: name(key), windowMs: WINDOW_MS, limit: WRONG_PASSWORDS }));
      // An account that is asked for twice in one sign-in is one try of its network.
      const hits = [...ofAccount, ...(counted.includes(ofNetwork) ? [] : [ofNetwork])].toSorted((one, other) =>
        one.name < other.name ? -1 : 1,
      );
      return transaction(db, async (trx) => {
        const counts = await hitAll(trx, clock(), hits);
        const waits = counts.map((count) => (count.kind === 'over' ? count.retryAfterMs : 0));
        const retryAfterMs = Math.max(...waits);
        if (retryAfterMs === 0) {
          counted.push(...hits);
          return { kind: 'go' };
        }
        await giveBack(
          trx,
          hits.filter((_hit, at) => waits[at] === 0),
        );
        return { kind: 'limited', retryAfterMs };
      });
    },
    settle: async (answer) => {
      if (!isWrongPassword(answer)) await transaction(db, (trx) => giveBack(trx, counted));
    },
  };
}

/** A directory that falls silent while it looks at a password may have counted it. One that is locked says nothing of it. */
function isWrongPassword(answer: PasswordAnswer): boolean {
  if (answer.kind === 'not-now') return answer.why === 'locked';
  return answer.kind === 'wrong' || answer.kind === 'unreachable';
}
