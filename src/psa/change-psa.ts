import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import { endAllFurtherAddresses } from './contacts/bring-further-addresses.js';
import {
  countKeptOut,
  deleteConnectionState,
  deleteCopy,
  deleteSyncs,
  holdLinks,
  type KeptOut,
  keepOutEverybody,
  readLinkCount,
} from './disconnect-store.js';
import { endPause } from './health-store.js';
import { deletePsa, findPsa, savePsa, type TypedPsa } from './settings-store.js';
import { acceptShrunk, requestSync } from './sync/sync-store.js';
import { describeAccount, describeChange, isSameData } from './typed-psa.js';

export interface PsaDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
  psa: { wake(): void };
}

/** `saved-without-secret`: the saved one was meant for another site or account, and is gone. */
export type PsaConnected =
  | { kind: 'saved' | 'saved-without-secret' }
  | { kind: 'secret-needed' }
  | { kind: 'other-data'; linked: number };

/**
 * Saves the PSA and asks for a sync. Refused without any secret the first time, and when it would lead to other data while
 * companies are linked; without links the copy is forgotten then. No secret means to keep the saved one; see savePsa.
 */
export async function connectPsa(deps: PsaDeps, typed: TypedPsa, by: Actor): Promise<PsaConnected> {
  const connected = await transaction(deps.db, (trx) => connect(trx, deps, typed, by));
  deps.psa.wake();
  return connected;
}

/**
 * Removes the PSA with its secret and everything known from it, also further addresses: nobody could take one away any more.
 * Whoever it kept out stays out. Answers how many those are; undefined when none was connected.
 */
export async function disconnectPsa({ db, clock, keys, psa }: PsaDeps, by: Actor): Promise<KeptOut | undefined> {
  const keptOut = await transaction(db, async (trx) => {
    const found = await findPsa(trx, keys);
    if (!found) return undefined;
    for (const companyId of await holdLinks(trx)) await endAllFurtherAddresses(trx, clock(), companyId);
    const { contacts, companies } = await countKeptOut(trx);
    await deleteCopy(trx);
    await keepOutEverybody(trx);
    await deletePsa(trx);
    await deleteConnectionState(trx);
    const deactivated = `deactivated, because it kept them out: contacts ${contacts}, companies ${companies}`;
    const trace = `${describeAccount(found.account)}; ${deactivated}`;
    await record(trx, clock(), { kind: 'psa', outcome: 'disconnected', ...actedBy(by, trace) });
    return { contacts, companies };
  });
  psa.wake();
  return keptOut;
}

/** Asks for what changed there since the last sync; it begins at once. False when no PSA is connected. */
export async function askForSync({ db, clock, keys, psa }: PsaDeps, by: Actor): Promise<boolean> {
  const now = clock();
  const asked = await transaction(db, async (trx) => {
    if (!(await findPsa(trx, keys))) return false;
    await requestSync(trx, now);
    await record(trx, now, { kind: 'psa', outcome: 'sync-asked', ...actedBy(by) });
    return true;
  });
  psa.wake();
  return asked;
}

/** Believes the PSA that so much is gone there; a full sync begins at once. False when that is not, or no longer, the question. */
export async function acceptShrinking({ db, clock, psa }: PsaDeps, by: Actor): Promise<boolean> {
  const now = clock();
  const accepted = await transaction(db, async (trx) => {
    if (!(await acceptShrunk(trx, now))) return false;
    await record(trx, now, { kind: 'psa', outcome: 'shrinking-accepted', ...actedBy(by) });
    return true;
  });
  psa.wake();
  return accepted;
}

async function connect(trx: Db, { clock, keys }: PsaDeps, typed: TypedPsa, by: Actor): Promise<PsaConnected> {
  const now = clock();
  const before = await findPsa(trx, keys);
  if (!before && typed.secret === undefined) return { kind: 'secret-needed' };
  const otherData = before !== undefined && !isSameData(before.account, typed);
  const { linked } = otherData ? await readLinkCount(trx) : { linked: 0 };
  if (linked > 0) return { kind: 'other-data', linked };
  if (!before || otherData) {
    await deleteCopy(trx);
    await deleteSyncs(trx);
    await endPause(trx);
  }
  const saved = await savePsa(trx, keys, typed, now);
  await requestSync(trx, now);
  const trace = before && describeChange(before.account, typed, saved.kind === 'saved-without-secret');
  if (trace === undefined)
    await record(trx, now, { kind: 'psa', outcome: 'connected', ...actedBy(by, describeAccount(typed)) });
  else if (trace !== '') await record(trx, now, { kind: 'psa', outcome: 'changed', ...actedBy(by, trace) });
  return saved;
}
