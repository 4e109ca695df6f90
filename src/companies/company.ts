import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import { isUniqueViolation } from '../db/errors.js';
import type { Db, Flag } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { newId } from '../id.js';
import { deleteSessionsOf } from '../sessions/session-store.js';
import { type Company, findCompany, insertCompany, updateCompany } from './company-store.js';
import {
  type DomainOwner,
  deleteDomains,
  deleteSids,
  insertDomains,
  insertSids,
  listDomains,
  listOtherOwners,
} from './entry-store.js';
import { sortKey } from './search.js';

export interface CompanyDeps {
  db: Db;
  clock: Clock;
}

/** Everything that one Save changes. */
export interface CompanyChange {
  name: string;
  /** Empty: the portal's own name. */
  portalName: string;
  active: boolean;
  /** Whether somebody new becomes a contact by signing in. */
  createsContacts: boolean;
  domainsToAdd: readonly string[];
  domainsToRemove: readonly string[];
  sidsToAdd: readonly string[];
  sidsToRemove: readonly string[];
}

export type CompanySaved = { kind: 'saved' } | { kind: 'domain-taken'; owner: DomainOwner } | { kind: 'not-found' };

/** "Lift the mail limit for a day": for the day on which all of a new client's people sign in. */
const LIFTED_MS = 24 * 3_600_000;

/** Adds an active company, without domains yet, and answers its id. */
export async function addCompany({ db, clock }: CompanyDeps, name: string, by: Actor): Promise<string> {
  const now = clock();
  const id = newId(now);
  await transaction(db, async (trx) => {
    await insertCompany(trx, {
      id,
      name,
      name_sort: sortKey(name),
      portal_name: null,
      active: 1,
      newcomer_limit_lifted_until: 0,
      creates_contacts: 1,
      created_at: now,
    });
    await record(trx, now, { kind: 'company', outcome: 'added', companyId: id, ...actedBy(by, name) });
  });
  return id;
}

/**
 * Saves all of a change or nothing: `domain-taken` when one of the domains is another company's, or a UPN suffix there. Deactivating ends
 * its people's sessions for good; a token that is under way is refused when it is redeemed.
 */
export async function saveCompany(
  deps: CompanyDeps,
  id: string,
  change: CompanyChange,
  by: Actor,
): Promise<CompanySaved> {
  const save = (): Promise<CompanySaved> => transaction(deps.db, (trx) => saveAll(trx, deps.clock(), id, change, by));
  try {
    return await save();
  } catch (error) {
    // Somebody else saved the same domain in the same moment; by now we can tell who.
    if (!isUniqueViolation(error)) throw error;
    return save();
  }
}

/** Lets everybody new of this company ask for a mail until tomorrow. Undefined when there is no such company. */
export async function liftNewcomerLimit(
  { db, clock }: CompanyDeps,
  id: string,
  by: Actor,
): Promise<number | undefined> {
  const now = clock();
  return transaction(db, async (trx) => {
    if (!(await updateCompany(trx, id, { newcomer_limit_lifted_until: now + LIFTED_MS }))) return undefined;
    await record(trx, now, { kind: 'company', outcome: 'limit-lifted', companyId: id, ...actedBy(by) });
    return now + LIFTED_MS;
  });
}

/** Signs out everybody of this company and answers how many sessions that were. */
export async function endCompanySessions({ db, clock }: CompanyDeps, id: string, by: Actor): Promise<number> {
  return transaction(db, async (trx) => {
    const ended = await deleteSessionsOf(trx, { companyId: id });
    const trace = `everybody of the company; sessions: ${ended}`;
    await record(trx, clock(), {
      kind: 'signed-out',
      outcome: 'by-administrator',
      companyId: id,
      ...actedBy(by, trace),
    });
    return ended;
  });
}

async function saveAll(trx: Db, now: number, id: string, change: CompanyChange, by: Actor): Promise<CompanySaved> {
  const before = await findCompany(trx, id);
  if (!before) return { kind: 'not-found' };
  const [owner] = await listOtherOwners(trx, id, change.domainsToAdd);
  if (owner) return { kind: 'domain-taken', owner };
  const { name, portalName, active, createsContacts, sidsToAdd, domainsToRemove, sidsToRemove } = change;
  const ours = new Set(await listDomains(trx, id));
  // In order, so that two saves of the same domains wait for each other and not both for ever.
  const added = change.domainsToAdd.filter((domain) => !ours.has(domain)).toSorted();
  await updateCompany(trx, id, {
    name,
    name_sort: sortKey(name),
    portal_name: portalName || null,
    active: Number(active) as Flag,
    creates_contacts: Number(createsContacts) as Flag,
  });
  if (!active) await deleteSessionsOf(trx, { companyId: id });
  await deleteDomains(trx, id, domainsToRemove);
  await deleteSids(trx, id, sidsToRemove);
  await insertDomains(trx, id, added, now);
  await insertSids(trx, id, sidsToAdd, now);
  await recordChange(trx, now, before, change, by);
  return { kind: 'saved' };
}

async function recordChange(trx: Db, now: number, before: Company, change: CompanyChange, by: Actor): Promise<void> {
  const trace = traceOf(before, change);
  const companyId = before.id;
  if (trace !== '') await record(trx, now, { kind: 'company', outcome: 'changed', companyId, ...actedBy(by, trace) });
  if ((before.active === 1) === change.active) return;
  const outcome = change.active ? 'activated' : 'deactivated';
  await record(trx, now, { kind: 'company', outcome, companyId, ...actedBy(by, change.name) });
}

/** "name: Acme -> Acme Ltd; + acme.example; - old.example" */
function traceOf(before: Company, change: CompanyChange): string {
  const portalName = before.portal_name ?? '';
  return [
    ...(change.name === before.name ? [] : [`name: ${before.name} -> ${change.name}`]),
    ...(change.portalName === portalName
      ? []
      : [`portal name: ${portalName || 'none'} -> ${change.portalName || 'none'}`]),
    ...(change.createsContacts === (before.creates_contacts === 1)
      ? []
      : [`creates contacts: ${change.createsContacts ? 'on' : 'off'}`]),
    ...[...change.domainsToAdd, ...change.sidsToAdd].map((entry) => `+ ${entry}`),
    ...[...change.domainsToRemove, ...change.sidsToRemove].map((entry) => `- ${entry}`),
  ].join('; ');
}
