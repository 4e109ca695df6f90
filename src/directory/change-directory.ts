import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import { type DomainOwner, insertSids, listOtherOwners } from '../companies/entry-store.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { newId } from '../id.js';
import type { KeyRing } from '../keys.js';
import { seal } from '../secret-box.js';
import { describeChange } from './describe-change.js';
import type { DirectoryRow } from './directory.js';
import { deleteDirectory, findDirectory, insertDirectory, updateDirectory } from './directory-store.js';
import { columnsOf, isSameAccount, type TypedDirectory } from './typed-directory.js';

export interface DirectoryDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
}

/** `without-password`: the saved one was meant for other addresses, another authority or another user, and is gone. */
export type DirectorySaved =
  | { kind: 'saved' | 'saved-without-password'; id: string }
  | { kind: 'suffix-taken'; owner: DomainOwner }
  | { kind: 'password-needed' }
  | { kind: 'not-found' };

/** Adds a directory to a company. Refused with whose it is when a UPN suffix is another company's. */
export async function addDirectory(
  { db, clock, keys }: DirectoryDeps,
  companyId: string,
  typed: TypedDirectory,
  by: Actor,
): Promise<DirectorySaved> {
  return transaction(db, async (trx) => {
    const now = clock();
    const password = passwordOf(keys, undefined, typed);
    const refused = await refusal(trx, companyId, typed, password);
    if (refused) return refused;
    const id = newId(now);
    await insertDirectory(trx, {
      id,
      company_id: companyId,
      created_at: now,
      ...columnsOf(typed),
      service_password: password,
    });
    const trace = `${typed.name}: ${typed.addresses.join(', ')}`;
    await record(trx, now, { kind: 'directory', outcome: 'added', companyId, ...actedBy(by, trace) });
    return { kind: 'saved', id };
  });
}

/**
 * Saves all of a directory or nothing; no password means to keep the saved one, which goes nowhere it was not saved for.
 * Refused as adding is, and when leaver protection would be left without a password.
 */
export async function saveDirectory(
  { db, clock, keys }: DirectoryDeps,
  { id, company_id: companyId }: Pick<DirectoryRow, 'id' | 'company_id'>,
  typed: TypedDirectory,
  by: Actor,
): Promise<DirectorySaved> {
  return transaction(db, async (trx) => {
    const before = await findDirectory(trx, companyId, id);
    if (!before) return { kind: 'not-found' };
    const password = passwordOf(keys, before, typed);
    const refused = await refusal(trx, companyId, typed, password);
    if (refused) return refused;
    const after = { ...before, ...columnsOf(typed), service_password: password };
    if (!(await updateDirectory(trx, id, after))) return { kind: 'not-found' };
    const trace = describeChange(before, after);
    if (trace !== '') {
      const outcome = { kind: 'directory', outcome: 'changed', companyId } as const;
      await record(trx, clock(), { ...outcome, ...actedBy(by, `${after.name}: ${trace}`) });
    }
    const dropped = before.service_password !== null && password === null && typed.serviceUser !== '';
    return { kind: dropped ? 'saved-without-password' : 'saved', id };
  });
}

/** Removes a directory with its password and its links to contacts. */
export async function removeDirectory({ db, clock }: DirectoryDeps, directory: DirectoryRow, by: Actor): Promise<void> {
  const { id, name, company_id: companyId } = directory;
  await transaction(db, async (trx) => {
    await deleteDirectory(trx, id);
    await record(trx, clock(), { kind: 'directory', outcome: 'removed', companyId, ...actedBy(by, name) });
  });
}

/** Gives the company a domain SID that a directory of its own was seen to have. Twice is once. */
export async function addReadSid(
  { db, clock }: DirectoryDeps,
  companyId: string,
  sid: string,
  by: Actor,
): Promise<void> {
  await transaction(db, async (trx) => {
    const now = clock();
    await insertSids(trx, companyId, [sid], now);
    await record(trx, now, { kind: 'directory', outcome: 'sid-added', companyId, ...actedBy(by, `+ ${sid}`) });
  });
}

async function refusal(
  trx: Db,
  companyId: string,
  typed: TypedDirectory,
  password: string | null,
): Promise<DirectorySaved | undefined> {
  const [owner] = await listOtherOwners(trx, companyId, typed.upnSuffixes);
  if (owner) return { kind: 'suffix-taken', owner };
  return typed.leaverProtection && password === null ? { kind: 'password-needed' } : undefined;
}

/** The sealed password after the save; null: none. */
function passwordOf(keys: KeyRing, before: DirectoryRow | undefined, typed: TypedDirectory): string | null {
  if (typed.serviceUser === '') return null;
  if (typed.servicePassword !== undefined) return seal(keys, typed.servicePassword);
  return before && isSameAccount(before, typed) ? before.service_password : null;
}
