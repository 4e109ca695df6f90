import { InvalidCredentialsError } from 'ldapts';

/** What a directory says of a password that it does not accept. */
export type BindRefusal =
  | { kind: 'wrong' }
  | { kind: 'off'; why: 'disabled' | 'account-expired' }
  | { kind: 'not-now'; why: 'locked' | 'password-expired' | 'password-must-change' | 'logon-hours' };

/** The Windows error that Active Directory hangs onto LDAP's 49. But for 775, it tells only who knows the password. */
const byData: Record<string, BindRefusal> = {
  '530': { kind: 'not-now', why: 'logon-hours' },
  '531': { kind: 'not-now', why: 'logon-hours' }, // not from this machine: to the person it is the same
  '532': { kind: 'not-now', why: 'password-expired' },
  '533': { kind: 'off', why: 'disabled' },
  '701': { kind: 'off', why: 'account-expired' },
  '773': { kind: 'not-now', why: 'password-must-change' },
  '775': { kind: 'not-now', why: 'locked' },
};

/** It wants a channel binding, which no simple bind carries: every password would be refused, so it says nothing of this one. */
const WANTS_CHANNEL_BINDING = '80090346';

/** Undefined when the error says nothing about the password: then the directory could not be asked. */
export function readBindRefusal(error: unknown): BindRefusal | undefined {
  if (!(error instanceof InvalidCredentialsError)) return undefined;
  const data = /\bdata ([0-9a-f]{1,8})\b/i.exec(error.message)?.[1]?.toLowerCase() ?? '';
  return data === WANTS_CHANNEL_BINDING ? undefined : (byData[data] ?? { kind: 'wrong' });
}
