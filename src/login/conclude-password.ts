import type { Account } from '../attempt/account.js';
import { prove } from '../attempt/attempt.js';
import { type Attempt, markOver, setAccount } from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import type { Outcomes } from '../audit/event.js';
import type { Db } from '../db/schema.js';
import type { FoundAccount, PasswordAnswer } from '../directory/answers.js';
import { alertOfServiceAccount } from '../directory/service-account-alert.js';
import { type UserName, userNameText } from '../directory/user-name.js';
import { unreachable } from '../unreachable.js';
import type { Asked } from './ask-directories.js';
import { findLinkedContact, findLiveAccount, isOwnAddress } from './match-attempt.js';
import { noteGoodStanding, noteStanding } from './note-standing.js';
import { type Proven, type Redeemer, settleNow } from './sign-in.js';

export type Concluded =
  | Proven
  /** The account is proven; which address is theirs has to be proven by email token. */
  | { kind: 'needs-address' }
  /** The same, but email tokens are switched off. */
  | { kind: 'no-address' }
  | { kind: 'wrong' | 'not-one' | 'foreign' | 'unreachable' }
  | { kind: 'off'; userName: string }
  | { kind: 'not-now'; why: Extract<PasswordAnswer, { kind: 'not-now' }>['why'] }
  | { kind: 'limited'; retryAfterMs: number }
  /** The attempt was proven or ended while the directory was asked. */
  | { kind: 'over' };

/** One browser's try, with what a directory said to it. */
interface Answered extends Asked {
  now: number;
  redeemer: Redeemer;
  attempt: Attempt;
  user: UserName;
}

/** Records what a directory said to a user name and a password, and goes on with it as far as one transaction may. */
export async function conclude(trx: Db, one: Answered): Promise<Concluded> {
  const { answer, now, attempt } = one;
  if (answer.serviceRefused) await alertOfServiceAccount(trx, now, one.directory);
  switch (answer.kind) {
    case 'right':
      return conclusionOf(trx, one, answer.account);
    case 'off':
      await noteStanding(trx, now, { ...one, address: attempt.address }, true);
      await note(trx, one, answer.why);
      return (await markOver(trx, attempt.handle))
        ? { kind: 'off', userName: userNameText(one.user) }
        : { kind: 'over' };
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
  one: Answered,
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
  const proven = { account: JSON.stringify(account), address };
  const proof =
    (await setAccount(trx, attempt.handle, proven.account, address)) &&
    (await prove(trx, attempt.handle, now, 'directory'));
  if (!proof) return { kind: 'over' };
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
  { redeemer, attempt }: Answered,
  account: Account,
): Promise<{ kind: 'needs-address' | 'no-address' | 'over' }> {
  if (!(await redeemer.door.isOpen(trx))) return { kind: 'no-address' };
  const noted = await setAccount(trx, attempt.handle, JSON.stringify(account), attempt.address);
  return { kind: noted ? 'needs-address' : 'over' };
}

function whyNoAddress(mail: string | undefined): string {
  return mail === undefined ? 'it has no mail address' : `its mail ${mail} has to be proven by email token`;
}

async function note(trx: Db, one: Answered, outcome: Outcomes['windows-password'], why = ''): Promise<void> {
  const { now, redeemer, attempt, directory, user } = one;
  const trace = [`${userNameText(user)} in ${directory.name}`, why].filter((words) => words !== '').join('; ');
  const { address, handle } = attempt;
  const subject = { address, clientAddress: redeemer.client.address, attempt: handle, companyId: directory.companyId };
  await record(trx, now, { kind: 'windows-password', outcome, ...subject, trace });
}
