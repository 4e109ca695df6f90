/** A user name in one of the shapes that Windows knows. The parts are as they are compared, but for the name's case. */
export type UserName =
  /** `jo@corp.acme.example`, an email address too; the suffix in lower case. */
  | { kind: 'upn'; name: string; suffix: string }
  /** `ACME\jo`; the domain in upper case. */
  | { kind: 'down-level'; domain: string; name: string }
  | { kind: 'bare'; name: string };

export type TypedUserName = UserName | { kind: 'refused'; reason: UserNameFault };

export type UserNameFault = 'empty' | 'too-long' | 'malformed';

const MAX_TYPED = 1_000;
const MAX_NAME = 64;
const MAX_DOMAIN = 253;

/**
 * Atoms between single dots. Letters beyond ASCII are Latin, Greek and Cyrillic ones in one piece: of other scripts Active
 * Directory skips some when it compares, so that one account would have names without end, and as many tries.
 */
const LETTER = String.raw`(?:[A-Za-z0-9]|(?=\p{L})[\u00c0-\u017f\u0370-\u03ff\u0400-\u04ff])`;
const ATOM = `(?:${LETTER}|[_'+&~^-])+`;
const NAME = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*$`, 'u');
const SUFFIX = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
const DOMAIN = /^[a-z0-9][a-z0-9._-]*$/i;

/**
 * The one parser of what is typed as a Windows user name. What it lets through has no character that means something in a
 * filter or a DN, and is nobody's SASL mechanism: a bare name is never sent as it stands, see `bindNameOf`.
 */
export function parseUserName(typed: string): TypedUserName {
  if (typed.length > MAX_TYPED) return refused('too-long');
  const text = typed.trim().normalize('NFC');
  if (text === '') return refused('empty');

  const parts = /^(?:(?<domain>[^\\@]*)\\)?(?<name>[^\\@]*)(?:@(?<suffix>[^\\@]*))?$/su.exec(text)?.groups;
  const { domain, name = '', suffix } = parts ?? {};
  if (!NAME.test(name)) return refused('malformed');
  if (name.length > MAX_NAME || (domain ?? suffix ?? '').length > MAX_DOMAIN) return refused('too-long');
  if (domain !== undefined && suffix !== undefined) return refused('malformed');
  if (domain !== undefined)
    return DOMAIN.test(domain) ? { kind: 'down-level', domain: domain.toUpperCase(), name } : refused('malformed');
  if (suffix !== undefined)
    return SUFFIX.test(suffix) ? { kind: 'upn', name, suffix: suffix.toLowerCase() } : refused('malformed');
  return { kind: 'bare', name };
}

/** `jo@acme.example` or `ACME\jo`, to be searched for and to be read by people. */
export function userNameText(user: UserName): string {
  if (user.kind === 'bare') return user.name;
  return user.kind === 'upn' ? `${user.name}@${user.suffix}` : `${user.domain}\\${user.name}`;
}

/** Letters that Active Directory takes for others when it compares, and that Unicode does not take apart. */
const sameLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŧ: 't',
  ς: 'σ',
};

/** One key for all names that a directory may take for the same account: `JÖRG`, `jörg` and `jorg`. */
export function foldName(name: string): string {
  const letters = name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return letters.replace(/[^\p{ASCII}]/gu, (letter) => sameLetters[letter] ?? letter);
}

function refused(reason: UserNameFault): TypedUserName {
  return { kind: 'refused', reason };
}
