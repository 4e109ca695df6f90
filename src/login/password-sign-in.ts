import { domainOf } from '../address/login-email.js';
import { findLiveAttempt } from '../attempt/attempt.js';
import { transaction } from '../db/transaction.js';
import { openDirectory } from '../directory/directory.js';
import type { UserName } from '../directory/user-name.js';
import { clientNetwork } from '../limits/client-network.js';
import { askDirectories } from './ask-directories.js';
import { chooseDirectories } from './choose-directories.js';
import { type Concluded, conclude } from './conclude-password.js';
import { goOn, type Redeemer, type SettledNow } from './sign-in.js';
import type { StandingDeps } from './standing.js';

/** What a Windows password led to. */
export type SignInByPassword =
  | SettledNow
  | Exclude<Concluded, { kind: 'proven-now' }>
  /** The user name names a domain that is not one of the company's. */
  | { kind: 'unknown-domain' }
  | { kind: 'closed' };

export interface TypedAccount {
  user: UserName;
  password: string;
}

/**
 * Signs in with the password of a directory account. The directory is asked before the transaction, which waits for nobody;
 * everything that it says is recorded there, and a right password is matched and settled in the same commit.
 */
export async function signInByPassword(
  deps: StandingDeps,
  redeemer: Redeemer & { secret: string },
  { user, password }: TypedAccount,
): Promise<SignInByPassword> {
  const { db, clock, keys } = deps;
  const { door, secret } = redeemer;
  const attempt = await findLiveAttempt(db, secret, door.purpose, clock());
  if (!attempt) return { kind: 'over' };
  const rows = await door.listDirectories(db, domainOf(attempt.address));
  if (rows.length === 0) return { kind: 'closed' };
  const directories = rows.map((row) => openDirectory(keys, row));
  const chosen = chooseDirectories(directories, user, attempt.address);
  const asked = await askDirectories(deps, chosen, user, password, clientNetwork(redeemer.client.address));
  if (!asked) return { kind: 'unknown-domain' };
  const now = clock();
  const concluded = await transaction(db, (trx) => conclude(trx, { ...asked, now, redeemer, attempt, user }));
  return concluded.kind === 'proven-now' ? goOn(deps, redeemer, concluded) : concluded;
}
