import { AndFilter, type Entry, EqualityFilter, type Filter, OrFilter } from 'ldapts';
import { parseLoginEmail } from '../address/login-email.js';
import type { LdapConnection } from '../ldap/connection.js';
import { readObjectGuid } from '../ldap/object-guid.js';
import { readObjectSid } from '../ldap/object-sid.js';
import { replaceNotPlain } from '../plain-text.js';
import type { FoundAccount } from './answers.js';

/** A person's entry, as much of it as whoever asked may see. */
export interface UserEntry {
  dn: string;
  objectGuid: string | undefined;
  domainSid: string | undefined;
  userName: string;
  upn: string;
  mail: string;
  /** Every address that mail arrives at, without the `smtp:` before it. */
  aliases: string[];
  firstName: string;
  lastName: string;
  userAccountControl: string;
  accountExpires: string;
}

/** People's accounts: not computers, which are users too, nor contacts, which are people too. */
export const IS_USER = new AndFilter({ filters: [equals('objectCategory', 'person'), equals('objectClass', 'user')] });

const BINARY = ['objectGUID', 'objectSid'];
const TEXT = ['sAMAccountName', 'userPrincipalName', 'mail', 'proxyAddresses', 'givenName', 'sn', 'displayName'];
const STATE = ['userAccountControl', 'accountExpires'];
const MOST = 100;
/** What the forms for names take. */
const LONGEST_NAME = 60;

/** A filter that nothing in the value can change: it is written as bytes, never as text to be parsed. */
export function equals(attribute: string, value: string | Buffer): Filter {
  return new EqualityFilter({ attribute, value });
}

/** The people below `base` for whom one of the filters holds. */
export async function findUsers(connection: LdapConnection, base: string, anyOf: Filter[]): Promise<UserEntry[]> {
  const entries = await connection.search(base, {
    scope: 'sub',
    filter: new AndFilter({ filters: [IS_USER, new OrFilter({ filters: anyOf })] }),
    attributes: [...BINARY, ...TEXT, ...STATE],
    explicitBufferAttributes: BINARY,
    sizeLimit: MOST,
  });
  return entries.map(readEntry);
}

/** Undefined when what tells it from all others cannot be read. */
export function foundAccountOf(entry: UserEntry): FoundAccount | undefined {
  const { objectGuid, domainSid, userName, firstName, lastName } = entry;
  if (objectGuid === undefined || domainSid === undefined) return undefined;
  const [mail] = usable([entry.mail]);
  return { objectGuid, domainSid, userName: plain(userName), mail, firstName, lastName };
}

/** Every address that the entry bears and that can be one, each once. */
export function addressesOf({ mail, aliases, upn }: UserEntry): string[] {
  return [...new Set(usable([mail, ...aliases, upn]))];
}

function usable(addresses: string[]): string[] {
  return addresses.map(parseLoginEmail).flatMap((parsed) => (parsed.kind === 'address' ? [parsed.address] : []));
}

function readEntry(entry: Entry): UserEntry {
  const text = (name: string): string => texts(entry, name)[0] ?? '';
  const [firstName = '', lastName = ''] = names(text('givenName'), text('sn'), text('displayName'));
  const smtp = texts(entry, 'proxyAddresses').filter((address) => /^smtp:/i.test(address));
  return {
    dn: entry.dn,
    objectGuid: readObjectGuid(entry.objectGUID),
    domainSid: readObjectSid(entry.objectSid)?.domainSid,
    userName: text('sAMAccountName'),
    upn: text('userPrincipalName'),
    mail: text('mail'),
    aliases: smtp.map((address) => address.slice('smtp:'.length)),
    firstName,
    lastName,
    userAccountControl: text('userAccountControl'),
    accountExpires: text('accountExpires'),
  };
}

function texts(entry: Entry, name: string): string[] {
  return [entry[name] ?? []].flat().filter((value) => typeof value === 'string');
}

/** First and last name; without them, what the display name gives away: `Jo Smith` or `Smith, Jo`. */
function names(givenName: string, surname: string, displayName: string): string[] {
  if (givenName !== '' || surname !== '') return [plain(givenName), plain(surname)];
  const [last = '', first] = displayName.split(',');
  if (first !== undefined) return [plain(first), plain(last)];
  const words = plain(displayName).split(' ');
  return [words.slice(0, -1).join(' ') || (words[0] ?? ''), words.length > 1 ? (words.at(-1) ?? '') : ''];
}

/** One line, without characters that break lines or turn text around. */
function plain(text: string): string {
  const line = replaceNotPlain(text, ' ').replace(/\s+/g, ' ').trim();
  return [...line].slice(0, LONGEST_NAME).join('').trimEnd();
}
