import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import type { FoundStanding } from './answers.js';
import type { Controllers } from './controllers.js';
import type { Directory } from './directory.js';
import { findAccounts } from './find-accounts.js';
import { alertOfServiceAccount } from './service-account-alert.js';
import { deleteStanding, type KnownStanding, saveStanding } from './standing-store.js';

export interface SeeingDeps {
  db: Db;
  clock: Clock;
  controllers: Controllers;
}

/** Somebody whose account is looked for, by address and by what is known already. */
export interface Person {
  address: string;
  /** The account that a contact with this address is linked to. */
  linked: string | undefined;
  /** The account whose password was right in the same attempt. */
  proven: string | undefined;
  /** What this directory said last. */
  last: KnownStanding | undefined;
}

/** What a directory says about a person, or said last. */
export interface Seen {
  directory: Directory;
  /** Of each account that counts, whether it is switched off; empty when the directory knows nobody. */
  disabled: boolean[];
  /** One of them is this person's for certain: linked, or proven with its password. */
  vouches: boolean;
  /** Why it did not answer, when it was asked. */
  silent?: string;
  /** It was not asked, because too many others were asking; in a moment it may be. */
  busy?: true;
}

/** Where nobody can ask whether an account is switched off, what was seen once counts this long. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;
/** However slow a directory is, nobody waits longer for it. */
const ASK_MS = 2_000;

/**
 * Asks a directory whether a person's account is switched off, and remembers the answer for when it is silent. It is asked
 * when it protects from leavers; without that, only whether what was switched off still is.
 */
export async function seeStanding(deps: SeeingDeps, directory: Directory, person: Person): Promise<Seen> {
  const { address, linked, proven } = person;
  const last = stillKnown(deps.clock(), directory, person.last);
  const certain = [linked, proven].filter((guid) => guid !== undefined);
  const asks = directory.serviceAccount !== undefined && (directory.leaverProtection || last?.disabled === 1);
  const wanted = { address, objectGuids: certain, now: deps.clock() };
  const found = asks ? await findAccounts(deps.controllers, directory, wanted, ASK_MS) : undefined;
  if (found?.kind !== 'found') {
    if (found?.serviceRefused) await alertOfServiceAccount(deps.db, deps.clock(), directory);
    const disabled = last ? [last.disabled === 1] : [];
    return {
      directory,
      disabled,
      vouches: certain.length > 0,
      ...(found && { silent: found.reason, ...(found.busy && { busy: true as const }) }),
    };
  }
  const accounts = pick(found.accounts, person);
  await remember(deps, directory.id, person, accounts);
  const vouches = accounts.some(({ objectGuid }) => certain.includes(objectGuid));
  return { directory, disabled: accounts.map(({ disabled }) => disabled), vouches };
}

function stillKnown(now: number, { serviceAccount }: Directory, last: Person['last']): Person['last'] {
  return serviceAccount || (last && now - last.seen_at < REMEMBERED_MS) ? last : undefined;
}

/**
 * Which of the accounts found are this person: the one whose password was right if it bears the address, else the linked
 * one, else all that bear it. A leaver's address is often an alias of somebody who is still there.
 */
function pick(accounts: FoundStanding[], { linked, proven }: Person): FoundStanding[] {
  const isProven = accounts.filter(({ objectGuid }) => objectGuid === proven);
  const one = isProven.find(({ bears }) => bears) ?? accounts.find(({ objectGuid }) => objectGuid === linked);
  if (one) return [one];
  const bearing = accounts.filter(({ bears }) => bears);
  return bearing.length > 0 ? bearing : isProven;
}

async function remember(
  { db, clock }: SeeingDeps,
  directoryId: string,
  { address, last }: Person,
  accounts: FoundStanding[],
): Promise<void> {
  if (accounts.length === 0) return last && deleteStanding(db, directoryId, address);
  const disabled = accounts.every((account) => account.disabled);
  if (last?.disabled !== Number(disabled)) await saveStanding(db, clock(), { directoryId, address, disabled });
}
