import type { Filter } from 'ldapts';
import { domainName } from '../ldap/base-dn.js';
import type { Directory } from './directory.js';
import { equals, type UserEntry } from './user-entry.js';
import { type UserName, userNameText } from './user-name.js';

/** One way in which an entry can bear a name: to be searched for, and to tell which of the entries found it was. */
export interface Match {
  filters: Filter[];
  bears(entry: UserEntry): boolean;
}

/** A name to sign in by, and how the entry is found that it stands for. */
export interface BindName {
  name: string;
  matches: Match[];
}

/** Whose a typed name may be, the surest first: the UPN, then an address, then the name alone where this domain is meant. */
export function matchesOf(directory: Directory, user: UserName): Match[] {
  if (user.kind !== 'upn') return [byUserName(user.name)];
  const text = userNameText(user);
  return [
    byUpn(text),
    byAddress(text),
    ...(ownSuffixes(directory).includes(user.suffix) ? [byUserName(user.name)] : []),
  ];
}

/**
 * The name that a directory without a service account is asked to sign in. Always with an `@` or a `\`: a bare one could be
 * read as something else. Undefined when there is nothing to put there.
 */
export function bindNameOf(directory: Directory, user: UserName): BindName | undefined {
  const suffixes = ownSuffixes(directory);
  const isOwnUpn = user.kind === 'upn' && suffixes.includes(user.suffix);
  if (isOwnUpn) return byFullName(userNameText(user), user.name);
  const domain = directory.netbiosName || (user.kind === 'down-level' ? user.domain : '');
  if (domain !== '') return { name: `${domain}\\${user.name}`, matches: [byUserName(user.name)] };
  if (suffixes[0] !== undefined) return byFullName(`${user.name}@${suffixes[0]}`, user.name);
  return user.kind === 'upn' ? byFullName(userNameText(user), user.name) : undefined;
}

/** The name as it was typed: nobody bears it, so it must not lead to whoever has only its first part. */
export function typedNameOf(directory: Directory, user: UserName): BindName | undefined {
  return user.kind === 'upn' ? byFullName(userNameText(user), user.name) : bindNameOf(directory, user);
}

/** The entries that bear the name in the surest way that any of them does. */
export function bestOf(entries: UserEntry[], matches: Match[]): UserEntry[] {
  const found = matches.map(({ bears }) => entries.filter(bears));
  return found.find((each) => each.length > 0) ?? [];
}

export function byUpn(text: string): Match {
  return { filters: [equals('userPrincipalName', text)], bears: ({ upn }) => same(upn, text) };
}

export function byAddress(text: string): Match {
  return {
    filters: [equals('mail', text), equals('proxyAddresses', `smtp:${text}`)],
    bears: ({ mail, aliases }) => [mail, ...aliases].some((address) => same(address, text)),
  };
}

function byUserName(name: string): Match {
  return { filters: [equals('sAMAccountName', name)], bears: ({ userName }) => same(userName, name) };
}

/** Somebody else may have been given, as a UPN, what is a user name and its domain: then it is theirs. */
function byFullName(name: string, userName: string): BindName {
  return { name, matches: [byUpn(name), byUserName(userName)] };
}

function ownSuffixes({ upnSuffixes, baseDn }: Directory): string[] {
  return [...upnSuffixes, domainName(baseDn)].filter((suffix) => suffix !== '');
}

function same(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.toLowerCase();
}
