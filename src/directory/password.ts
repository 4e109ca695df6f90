export type TypedPassword =
  | { kind: 'password' }
  | { kind: 'refused'; reason: 'empty' | 'too-long' | 'control-character' };

/** Active Directory's own limit. */
const MAX_LENGTH = 256;
const CONTROL = /\p{Cc}/u;

/**
 * Whether a password may be sent to a directory. An empty one would be an anonymous bind, which servers accept for whatever
 * name it comes with; a NUL could end it early.
 */
export function checkTypedPassword(typed: string): TypedPassword {
  if (typed === '') return { kind: 'refused', reason: 'empty' };
  if (typed.length > MAX_LENGTH) return { kind: 'refused', reason: 'too-long' };
  if (CONTROL.test(typed)) return { kind: 'refused', reason: 'control-character' };
  return { kind: 'password' };
}
