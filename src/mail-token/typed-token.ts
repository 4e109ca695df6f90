/** A link token in its text form is `<handle>.<send>.<mac>`. */
export type LinkToken = { handle: string; send: number; mac: string };

/** `code` is eight characters of CODE_ALPHABET, without the dash. */
export type TypedToken = { kind: 'code'; code: string } | { kind: 'link'; link: LinkToken } | { kind: 'not-a-token' };

/** Crockford's base 32: no I, L, O and U. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const MAX_TYPED = 2_000;
const LINK_TOKEN = /([A-Za-z0-9_-]{16})\.([1-9]\d{0,3})\.([A-Za-z0-9_-]{43})/;
const WHOLE_LINK_TOKEN = new RegExp(`^${LINK_TOKEN.source}$`);
/** %2F is the slash before the token in a link that a mail filter such as Safe Links has wrapped into its own. */
const LINK_TOKEN_WITHIN = new RegExp(`(?:(?<![\\w.-])|%2F)${LINK_TOKEN.source}(?![\\w-])`, 'i');
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}]/gu;
const AROUND_A_CODE = /[\s\p{Default_Ignorable_Code_Point}\p{Dash}\p{Quotation_Mark}`´.,·…]/gu;

/** Reads what somebody types or pastes as their token: the code in any dress, or the link. Says nothing about validity. */
export function parseTypedToken(typed: string): TypedToken {
  if (typed.length > MAX_TYPED) return { kind: 'not-a-token' };
  const code = codeIn(typed);
  if (code !== undefined) return { kind: 'code', code };
  // As it stands first; then without blanks, because mail programs fold long links over several lines.
  const link = linkIn(LINK_TOKEN_WITHIN, typed) ?? linkIn(LINK_TOKEN_WITHIN, typed.replace(UNSEEN, ''));
  return link === undefined ? { kind: 'not-a-token' } : { kind: 'link', link };
}

/** Reads the link token of a Login Now address. Undefined when a mail program has damaged it. */
export function parseLinkToken(text: string): LinkToken | undefined {
  return text.length > MAX_TYPED ? undefined : linkIn(WHOLE_LINK_TOKEN, text);
}

/** The code as people read it, `K7MF-2Q9D`. */
export function formatCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

function codeIn(text: string): string | undefined {
  const bare = text.replace(AROUND_A_CODE, '');
  // ASCII before upper-casing, which would turn a dotless i into I; of the letters only U is never meant.
  if (!/^[0-9a-tv-z]{8}$/i.test(bare)) return undefined;
  return bare.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
}

function linkIn(pattern: RegExp, text: string): LinkToken | undefined {
  const [, handle, send, mac] = pattern.exec(text) ?? [];
  return handle && send && mac ? { handle, send: Number(send), mac } : undefined;
}
