import { domainOf } from '../address/login-email.js';
import type { Account } from '../attempt/account.js';
import { findLiveAttempt, prove } from '../attempt/attempt.js';
import { type Attempt, markOver, setAccount } from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import type { Outcomes } from '../audit/event.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { FoundAccount, PasswordAnswer } from '../directory/answers.js';
import { openDirectory } from '../directory/directory.js';
import { alertOfServiceAccount } from '../directory/service-account-alert.js';
import { type UserName, userNameText } from '../directory/user-name.js';
import { unreachable } from '../unreachable.js';
import { type Asked, askDirectories } from './ask-directories.js';
import { chooseDirectories } from './choose-directories.js';
import { findLinkedContact, findLiveAccount, isOwnAddress } from './match-attempt.js';
import { noteGoodStanding, noteStanding } from './note-standing.js';
import { goOn, type Proven, type Redeemer, type SettledNow, settleNow } from './sign-in.js';
import type { StandingDeps } from './standing.js';

/** What a Windows password led to. */
export type SignInByPassword =
  | SettledNow
  /** The account is proven; which address is theirs has to be proven by email token. */
  | { kind: 'needs-address' }
  /** The same, but email tokens are switched off. */
  | { kind: 'no-address' }
  | { kind: 'wrong' | 'off' | 'not-one' | 'foreign' | 'unreachable' }
  | { kind: 'not-now'; why: Extract<PasswordAnswer, { kind: 'not-now' }>['why'] }
  | { kind: 'limited'; retryAfterMs: number }
  /** The user name names a domain that is not one of the company's. */
  | { kind: 'unknown-domain' }
  | { kind: 'over' }
  | { kind: 'closed' };

export interface TypedAccount {
  user: UserName;
  password: string;
}

/** What is being decided: one browser's try, with what a directory said to it. */
interface Case extends Asked {
  now: number;
  redeemer: Redeemer;
  attempt: Attempt;
  user: UserName;
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
  const asked = await askDirectories(deps, chooseDirectories(directories, user, attempt.address), user, password);
  if (!asked) return { kind: 'unknown-domain' };
  const now = clock();
  const concluded = await transaction(db, (trx) => conclude(trx, { ...asked, now, redeemer, attempt, user }));
  return concluded.kind === 'proven-now' ? goOn(deps, redeemer, concluded) : concluded;
}

async function conclude(trx: Db, one: Case): Promise<Exclude<SignInByPassword, SettledNow> | Proven> {
  const { answer, now, attempt } = one;
  if (answer.serviceRefused) await alertOfServiceAccount(trx, now, one.directory);
  switch (answer.kind) {
    case 'right':
      return conclusionOf(trx, one, answer.account);
    case 'off':
      await noteStanding(trx, now, { ...one, address: attempt.address }, true);
      await markOver(trx, attempt.handle);
      await note(trx, one, answer.why);
      return { kind: 'off' };
    case 'not-now':
      // Whoever knows the password of an account that is only locked or too old has an account that is not switched off.
      if (answer.why !== 'locked') await noteStanding(trx, now, { ...one, address: attempt.address }, false);
      await note(trx, one, answer.why);
      return { kind: 'not-now', why: answer.why };
    case 'not-one':
      await note(trx, one, answer.found === 'none' ? 'no-entry' : 'several-entries');
      return { kind: 'not-one' };
    case 'unreachable':
      await note(trx, one, 'unreachable', answer.reason);
      return { kind: 'unreachable' };
    case 'wrong':
    case 'limited':
      await note(trx, one, answer.kind);
      return answer;
    default:
      return unreachable(answer);
  }
}

/** The password was right and the account is one: whose sign-in it is depends on what is linked, or claimed. */
async function conclusionOf(
  trx: Db,
  one: Case,
  found: FoundAccount,
): Promise<{ kind: 'foreign' | 'needs-address' | 'no-address' | 'over' } | Proven> {
  const { now, redeemer, attempt, directory } = one;
  const { mail, ...identity } = found;
  const account: Account = { directoryId: directory.id, ...identity };
  if (!(await findLiveAccount(trx, account))) {
    await note(trx, one, 'foreign-domain', `domain SID ${found.domainSid} is none of the company’s`);
    return { kind: 'foreign' };
  }
  const address = await addressOf(trx, account, directory.companyId, mail);
  await noteStanding(trx, now, { ...one, address: attempt.address }, false);
  if (address !== undefined) await noteGoodStanding(trx, now, directory.id, address);
  await note(trx, one, 'right', address === undefined ? whyNoAddress(mail) : '');
  if (address === undefined) return askForAddress(trx, one, account);
  const proof = await prove(trx, attempt.handle, now, 'directory');
  if (proof === undefined) return { kind: 'over' };
  const proven = { account: JSON.stringify(account), address };
  await setAccount(trx, attempt.handle, proven.account, proven.address);
  const settled = { ...attempt, ...proven, proven_by: 'directory' as const };
  return settleNow(trx, now, redeemer, { kind: 'proven', attempt: settled, proof });
}

/** The linked contact's, else the mail that the directory claims, where that is the company's to claim. */
async function addressOf(
  trx: Db,
  account: Account,
  companyId: string,
  mail: string | undefined,
): Promise<string | undefined> {
  const linked = await findLinkedContact(trx, account);
  if (linked) return linked.address;
  return mail !== undefined && (await isOwnAddress(trx, { ...account, companyId }, mail)) ? mail : undefined;
}

/** An address that a directory merely claims, or none at all, identifies nobody: it has to be proven by email token. */
async function askForAddress(
  trx: Db,
  { redeemer, attempt }: Case,
  account: Account,
): Promise<{ kind: 'needs-address' | 'no-address' }> {
  if (!(await redeemer.door.isOpen(trx))) return { kind: 'no-address' };
  await setAccount(trx, attempt.handle, JSON.stringify(account), attempt.address);
  return { kind: 'needs-address' };
}

function whyNoAddress(mail: string | undefined): string {
  return mail === undefined ? 'it has no mail address' : `its mail ${mail} has to be proven by email token`;
}

async function note(trx: Db, one: Case, outcome: Outcomes['windows-password'], why = ''): Promise<void> {
  const { now, redeemer, attempt, directory, user } = one;
  const trace = [`${userNameText(user)} in ${directory.name}`, why].filter((words) => words !== '').join('; ');
  const { address, handle } = attempt;
  const subject = { address, clientAddress: redeemer.client.address, attempt: handle, companyId: directory.companyId };
  await record(trx, now, { kind: 'windows-password', outcome, ...subject, trace });
}
