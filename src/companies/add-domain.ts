import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import { isUniqueViolation } from '../db/errors.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { CompanyDeps } from './company.js';
import { findCompany } from './company-store.js';
import { type DomainOwner, insertDomains, listDomains, listOtherOwners } from './entry-store.js';

export type DomainSaved = { kind: 'saved' } | { kind: 'domain-taken'; owner: DomainOwner } | { kind: 'not-found' };

/**
 * Gives a company one more email domain at once, besides what its form holds; one that it has already is fine.
 * `domain-taken` when it is another company's, or a UPN suffix there.
 */
export async function addDomain(deps: CompanyDeps, id: string, domain: string, by: Actor): Promise<DomainSaved> {
  const save = (): Promise<DomainSaved> => transaction(deps.db, (trx) => add(trx, deps.clock(), id, domain, by));
  try {
    return await save();
  } catch (error) {
    // Somebody else saved the same domain in the same moment; by now we can tell who.
    if (!isUniqueViolation(error)) throw error;
    return save();
  }
}

async function add(trx: Db, now: number, id: string, domain: string, by: Actor): Promise<DomainSaved> {
  if (!(await findCompany(trx, id))) return { kind: 'not-found' };
  const [owner] = await listOtherOwners(trx, id, [domain]);
  if (owner) return { kind: 'domain-taken', owner };
  if ((await listDomains(trx, id)).includes(domain)) return { kind: 'saved' };
  await insertDomains(trx, id, [domain], now);
  await record(trx, now, { kind: 'company', outcome: 'changed', companyId: id, ...actedBy(by, `+ ${domain}`) });
  return { kind: 'saved' };
}
