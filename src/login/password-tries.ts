import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { Guard, PasswordAnswer } from '../directory/answers.js';
import type { Directory } from '../directory/directory.js';
import { giveBack, type Hit, hit, hitAll } from '../limits/counter-store.js';

/** Wrong passwords for one account that reach its directory: fewer than any lock-out there, so that no stranger causes one. */
export const WRONG_PASSWORDS = 3;
const WINDOW_MS = 15 * 60_000;
/** Wrong passwords from one client network in an hour, for all accounts of a directory: an office, but no list of names. */
export const WRONG_PASSWORDS_OF_NETWORK = 300;
/** Wrong passwords at one directory in an hour, over all accounts, that make an alert. */
export const WRONG_PASSWORDS_ALERT = 100;
const HOUR_MS = 3_600_000;

export interface Tries {
  /** Counts one try before the password is sent, or holds it back. */
  guard: Guard;
  /** Gives back what did not cost the account a wrong password. */
  settle(answer: PasswordAnswer): Promise<void>;
}

/** Counts the passwords that are tried at one directory: for every key that stands for an account, and for a client network. */
export function countTries({ db, clock }: { db: Db; clock: Clock }, directory: Directory, network: string): Tries {
  const counted: Hit[] = [];
  const name = (key: string) => `password:${directory.id}:${key}`;
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
      await transaction(db, async (trx) => {
        if (!isWrongPassword(answer)) await giveBack(trx, counted);
        if (answer.kind === 'wrong') await alertOfWrongPasswords(trx, clock(), directory);
      });
    },
  };
}

/** Somebody may be trying a list of names, few passwords each. Nobody is locked out by it, so an administrator is told. */
async function alertOfWrongPasswords(trx: Db, now: number, { id, companyId, name }: Directory): Promise<void> {
  const window = { name: `wrong passwords:${id}`, windowMs: HOUR_MS, limit: WRONG_PASSWORDS_ALERT };
  if ((await hit(trx, now, window)).count !== WRONG_PASSWORDS_ALERT) return;
  const trace = `${WRONG_PASSWORDS_ALERT} wrong passwords within an hour in ${name}`;
  await record(trx, now, { kind: 'alert', outcome: 'wrong-passwords', companyId, trace });
}

/** A directory that falls silent while it looks at a password may have counted it. One that is locked says nothing of it. */
function isWrongPassword(answer: PasswordAnswer): boolean {
  if (answer.kind === 'not-now') return answer.why === 'locked';
  return answer.kind === 'wrong' || answer.kind === 'unreachable';
}
