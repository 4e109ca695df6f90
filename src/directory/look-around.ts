import type { LdapConnection } from '../ldap/connection.js';
import { Fault } from '../ldap/fault.js';
import { readDomainSid } from '../ldap/object-sid.js';
import type { Step } from '../ldap/steps.js';
import { IS_USER } from './user-entry.js';

const MOST_USERS = 1_000;
/** A referral, no such object, no valid DN: what a controller says of a DN that is not its own. */
const NOT_HERE: (number | undefined)[] = [10, 32, 34];

/** Tells what somebody who is signed in may see: the base DN and the users below it. */
export async function lookAtUsers(
  connection: LdapConnection,
  baseDn: string,
  tell: (step: Step) => void,
): Promise<void> {
  const found = await isThere(connection, baseDn);
  tell({ kind: found ? 'base-found' : 'base-missing' });
  if (!found) return;
  tell({ kind: 'users-seen', ...(await connection.count(baseDn, IS_USER, MOST_USERS)) });
}

/** The SID of the domain that a controller is for; undefined when it does not show one. */
export async function findDomainSid(connection: LdapConnection): Promise<string | undefined> {
  const [root] = await connection.search('', { scope: 'base', attributes: ['defaultNamingContext'] });
  const domain = root?.defaultNamingContext;
  if (typeof domain !== 'string') return undefined;
  const binary = { attributes: ['objectSid'], explicitBufferAttributes: ['objectSid'] };
  const [entry] = await connection.search(domain, { scope: 'base', ...binary });
  return readDomainSid(entry?.objectSid);
}

async function isThere(connection: LdapConnection, dn: string): Promise<boolean> {
  try {
    return (await connection.search(dn, { scope: 'base', attributes: ['1.1'] })).length > 0;
  } catch (error) {
    if (error instanceof Fault && NOT_HERE.includes(error.details.code)) return false;
    throw error;
  }
}
