import type { Db } from '../db/schema.js';
import { deleteSettings, findSettings, saveSettings } from '../installation/settings-store.js';
import type { KeyRing } from '../keys.js';
import { isSealedWithPrevious, seal, tryOpen } from '../secret-box.js';
import type { PsaAccount } from './connector.js';

export type PsaAddress = Omit<PsaAccount, 'secret'>;

/** As an administrator enters it: without a secret the saved one is meant. */
export type TypedPsa = PsaAddress & { secret?: string };

export interface FoundPsa {
  account: PsaAddress;
  secret?: string;
  /** There is a secret that cannot be opened, because its key is gone: it has to be typed again. */
  secretLost?: true;
}

export type PsaSaved = { kind: 'saved' } | { kind: 'saved-without-secret' };

/** As it stands in the table: the secret is sealed. */
type StoredPsa = TypedPsa;

const NAME = 'psa';

/** The PSA in use. Undefined when there is none. */
export async function findPsa(db: Db, ring: KeyRing): Promise<FoundPsa | undefined> {
  const stored = await findSettings<StoredPsa>(db, NAME);
  if (!stored) return undefined;
  const { secret: sealed, ...account } = stored;
  if (sealed === undefined) return { account };
  const secret = tryOpen(ring, sealed);
  return secret === undefined ? { account, secretLost: true } : { account, secret };
}

/**
 * Saves what an administrator entered; no secret means to keep the stored one. Answers `saved-without-secret` when that
 * one was dropped instead: it was meant for another site or another account, and goes nowhere else.
 */
export async function savePsa(db: Db, ring: KeyRing, typed: TypedPsa, now: number): Promise<PsaSaved> {
  const stored = await findSettings<StoredPsa>(db, NAME);
  const kept = stored && isSameAccount(stored, typed) ? stored.secret : undefined;
  const secret = typed.secret === undefined ? kept : seal(ring, typed.secret);
  await saveSettings(db, NAME, withSecret(typed, secret), now);
  return { kind: stored?.secret !== undefined && secret === undefined ? 'saved-without-secret' : 'saved' };
}

/** Whether there is one to speak of, whatever state its secret is in. */
export async function isPsaConnected(db: Db): Promise<boolean> {
  return (await findSettings<StoredPsa>(db, NAME)) !== undefined;
}

export async function deletePsa(db: Db): Promise<void> {
  await deleteSettings(db, NAME);
}

/** Seals a secret anew that was sealed with the previous key, which may then be taken away. For every start. */
export async function resealPsa(db: Db, ring: KeyRing, now: number): Promise<void> {
  const stored = await findSettings<StoredPsa>(db, NAME);
  if (!stored?.secret || !isSealedWithPrevious(ring, stored.secret)) return;
  const opened = tryOpen(ring, stored.secret);
  if (opened !== undefined) await saveSettings(db, NAME, withSecret(stored, seal(ring, opened)), now);
}

/** Whether a secret saved for one is meant for the other, too. */
export function isSameAccount(one: PsaAddress, other: PsaAddress): boolean {
  const names = Object.keys({ ...one.fields, ...other.fields });
  const sameFields = names.every((name) => one.fields[name] === other.fields[name]);
  return one.kind === other.kind && one.site === other.site && sameFields;
}

function withSecret({ kind, site, fields }: PsaAddress, secret: string | undefined): StoredPsa {
  return { kind, site, fields, ...(secret !== undefined && { secret }) };
}
