import { domainRoot } from '../ldap/base-dn.js';
import { Fault } from '../ldap/fault.js';
import { objectGuidBytes } from '../ldap/object-guid.js';
import { startTimeLimit } from '../ldap/time-limit.js';
import type { AccountsFound, FoundStanding } from './answers.js';
import type { Controllers } from './controllers.js';
import type { Directory } from './directory.js';
import { byAddress, byUpn } from './name-match.js';
import { equals, findUsers, type UserEntry } from './user-entry.js';

export interface WantedAccounts {
  address: string;
  /** Looked for as well, whatever address they have. */
  objectGuids: string[];
  now: number;
}

const REFUSED: AccountsFound = {
  kind: 'no-answer',
  reason: 'it does not let its service account in',
  serviceRefused: true,
};
const REFUSED_LATELY: AccountsFound = {
  ...REFUSED,
  reason: 'it did not let its service account in, which is left alone for a quarter of an hour',
};
const DISABLED = 2;
/** Windows counts tenths of microseconds since 1601. */
const TICKS_A_MS = 10_000n;
const MS_FROM_1601 = 11_644_473_600_000n;
const NEVER = 2n ** 63n - 1n;

/** Looks, with the service account, for whoever bears an address, anywhere in the domain; see AccountsFound. */
export async function findAccounts(
  controllers: Controllers,
  directory: Directory,
  wanted: WantedAccounts,
  withinMs: number,
): Promise<AccountsFound> {
  const { serviceAccount, baseDn } = directory;
  if (!serviceAccount) return { kind: 'no-answer', reason: 'it has no service account' };
  const { serviceAccounts } = controllers;
  if (serviceAccounts.isLeftAlone(directory, serviceAccount)) return REFUSED_LATELY;
  const matches = [byUpn(wanted.address), byAddress(wanted.address)];
  const guids = wanted.objectGuids.map((guid) => equals('objectGUID', objectGuidBytes(guid)));
  const filters = [...guids, ...matches.flatMap((match) => match.filters)];
  const limit = startTimeLimit(withinMs);
  try {
    return await controllers.withController(directory, 'standing', limit.signal, async (connection) => {
      if (!(await serviceAccounts.signIn(connection, directory, serviceAccount))) return REFUSED;
      const entries = await findUsers(connection, domainRoot(baseDn), filters);
      const bears = (entry: UserEntry) => matches.some((match) => match.bears(entry));
      return answerOf(entries.map((entry) => standingOf(entry, bears(entry), wanted.now)));
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { kind: 'no-answer', reason: error.message, ...(error.kind === 'too-busy' && { busy: true as const }) };
  } finally {
    limit.end();
  }
}

/** An account whose state cannot be seen is not taken for one in good standing. */
function answerOf(standings: (FoundStanding | undefined)[]): AccountsFound {
  const accounts = standings.filter((standing) => standing !== undefined);
  if (accounts.length === standings.length) return { kind: 'found', accounts };
  return { kind: 'no-answer', reason: 'its service account may not see whether accounts are disabled' };
}

function standingOf(entry: UserEntry, bears: boolean, now: number): FoundStanding | undefined {
  const { objectGuid, userAccountControl, accountExpires } = entry;
  if (objectGuid === undefined || !/^\d+$/.test(userAccountControl)) return undefined;
  const disabled = (Number(userAccountControl) & DISABLED) !== 0 || isPast(accountExpires, now);
  return { objectGuid, disabled, bears };
}

/** Both 0 and the largest number mean that an account never expires. */
function isPast(fileTime: string, now: number): boolean {
  const ticks = /^\d+$/.test(fileTime) ? BigInt(fileTime) : 0n;
  return ticks > 0n && ticks < NEVER && ticks / TICKS_A_MS - MS_FROM_1601 <= BigInt(now);
}
