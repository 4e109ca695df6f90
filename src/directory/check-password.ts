import type { LdapConnection } from '../ldap/connection.js';
import { Fault } from '../ldap/fault.js';
import { startTimeLimit, type TimeLimit } from '../ldap/time-limit.js';
import type { Guard, PasswordAnswer } from './answers.js';
import type { Controllers } from './controllers.js';
import type { Directory } from './directory.js';
import { type BindName, bestOf, bindNameOf, type Match, matchesOf, typedNameOf } from './name-match.js';
import { checkTypedPassword } from './password.js';
import type { ServiceAccounts } from './service-accounts.js';
import { addressesOf, findUsers, foundAccountOf, type UserEntry } from './user-entry.js';
import { foldName, type UserName } from './user-name.js';

interface Asked {
  connection: LdapConnection;
  directory: Directory;
  user: UserName;
  password: string;
  guard: Guard;
  serviceAccounts: ServiceAccounts;
}

/** What the service account had to say: nothing, when there is none. */
type Seen = { kind: 'not-asked' } | { kind: 'refused' } | { kind: 'seen'; entries: UserEntry[] };

/** However many directories a company has. */
const SIGN_IN_MS = 10_000;

/** Begins the time that one sign-in may take at all directories together; it has to be ended. */
export function startSignInTime(): TimeLimit {
  return startTimeLimit(SIGN_IN_MS);
}

/**
 * Asks a directory whether this is the password of somebody there, and who that is; see PasswordAnswer. Answers when the
 * signal is aborted at the latest, unless the guard takes longer.
 */
export async function checkPassword(
  controllers: Controllers,
  directory: Directory,
  user: UserName,
  password: string,
  guard: Guard,
  signal: AbortSignal,
): Promise<PasswordAnswer> {
  const { serviceAccounts } = controllers;
  if (checkTypedPassword(password).kind === 'refused') return { kind: 'wrong' };
  try {
    return await controllers.withController(directory, 'password', signal, async (connection) => {
      const asked = { connection, directory, user, password, guard, serviceAccounts };
      const seen = await askServiceAccount(asked);
      const answer = await prove(asked, seen);
      return seen.kind === 'refused' ? { ...answer, serviceRefused: true } : answer;
    });
  } catch (error) {
    return couldNotAsk(error);
  }
}

/** Who bears the name, as the service account sees it. One that is not let in locks nobody out: it is as if there were none. */
async function askServiceAccount({ connection, directory, user, serviceAccounts }: Asked): Promise<Seen> {
  const { serviceAccount } = directory;
  if (!serviceAccount) return { kind: 'not-asked' };
  const isIn = await serviceAccounts.signIn(connection, directory, serviceAccount);
  if (!isIn) return { kind: 'refused' };
  return { kind: 'seen', entries: await search(connection, directory, matchesOf(directory, user)) };
}

/**
 * Sends the person's password, to one controller only: one that falls silent may have counted it as wrong, and a second would
 * count it again. So from here on a Fault is an answer, and not a reason to ask the next.
 */
async function prove(asked: Asked, seen: Seen): Promise<PasswordAnswer> {
  const { directory, user } = asked;
  try {
    if (seen.kind !== 'seen') return await proveName(asked, bindNameOf(directory, user));
    const [entry, ...more] = seen.entries;
    if (!entry) return await proveName(asked, typedNameOf(directory, user));
    if (more.length > 0) return { kind: 'not-one', found: 'several' };
    return await proveEntry(asked, entry, [nameKey(entry.userName)]);
  } catch (error) {
    return couldNotAsk(error);
  }
}

async function proveEntry(
  { connection, password, guard }: Asked,
  entry: UserEntry,
  keys: string[],
): Promise<PasswordAnswer> {
  const admitted = await guard([...(entry.objectGuid ? [`guid:${entry.objectGuid}`] : []), ...keys]);
  if (admitted.kind === 'limited') return admitted;
  const bound = await connection.bind(entry.dn, password);
  if (bound.kind === 'wrong') return bound;
  if (bound.kind !== 'bound') {
    return { ...bound, ...(entry.objectGuid && { objectGuid: entry.objectGuid }), addresses: addressesOf(entry) };
  }
  const account = foundAccountOf(entry);
  return account ? { kind: 'right', account } : { kind: 'not-one', found: 'none' };
}

/**
 * Signs in by name and looks for the entry behind it. Then once more by that entry's DN, because a name can lead to another
 * account than the one found for it: only this shows whose password it was. A name that the service account knows nobody by
 * is tried all the same, so that nobody learns from the time it takes who is known.
 */
async function proveName(asked: Asked, bindName: BindName | undefined): Promise<PasswordAnswer> {
  const { connection, directory, user, password, guard } = asked;
  if (!bindName) return { kind: 'wrong' };
  const admitted = await guard([nameKey(user.name)]);
  if (admitted.kind === 'limited') return admitted;
  const bound = await connection.bind(bindName.name, password);
  if (bound.kind !== 'bound') return bound;
  const [entry, ...more] = await search(connection, directory, bindName.matches);
  if (!entry) return { kind: 'not-one', found: 'none' };
  return more.length > 0 ? { kind: 'not-one', found: 'several' } : proveEntry(asked, entry, []);
}

async function search(connection: LdapConnection, directory: Directory, matches: Match[]): Promise<UserEntry[]> {
  const filters = matches.flatMap((match) => match.filters);
  return bestOf(await findUsers(connection, directory.baseDn, filters), matches);
}

function nameKey(name: string): string {
  return `name:${foldName(name)}`;
}

function couldNotAsk(error: unknown): PasswordAnswer {
  if (!(error instanceof Fault)) throw error;
  return { kind: 'unreachable', reason: error.message };
}
