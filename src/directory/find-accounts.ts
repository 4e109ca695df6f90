import { domainRoot } from '../ldap/base-dn.js';
import { Fault } from '../ldap/fault.js';
import { objectGuidBytes } from '../ldap/object-guid.js';
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
  const matches = [byUpn(wanted.address), byAddress(wanted.address)];
  const guids = wanted.objectGuids.map((guid) => equals('objectGUID', objectGuidBytes(guid)));
  const filters = [...guids, ...matches.flatMap((match) => match.filters)];
  try {
    return await controllers.withController(directory, withinMs, async (connection) => {
      const bound = await connection.bind(serviceAccount.userName, serviceAccount.password);
      if (bound.kind !== 'bound') {
        controllers.remindOfServiceAccount(directory);
        return { kind: 'no-answer', reason: 'it does not let its service account in', serviceRefused: true };
      }
      const entries = await findUsers(connection, domainRoot(baseDn), filters);
      const bears = (entry: UserEntry) => matches.some((match) => match.bears(entry));
      return answerOf(entries.map((entry) => standingOf(entry, bears(entry), wanted.now)));
    });
  } catch (error) {
    if (error instanceof Fault) return { kind: 'no-answer', reason: error.message };
    throw error;
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
