import { record } from '../audit/audit-store.js';
import type { Subject } from '../audit/event.js';
import type { Db } from '../db/schema.js';
import { deleteSessionsOf } from '../sessions/session-store.js';
import { type Company, updateCompany } from './company-store.js';
import { sortKey } from './search.js';

/** Gives a company another name, as it is in the PSA. `by` says in the audit event who or what did. */
export async function renameCompany(
  trx: Db,
  now: number,
  company: Company,
  name: string,
  by: Partial<Subject>,
): Promise<void> {
  await updateCompany(trx, company.id, { name, name_sort: sortKey(name) });
  const trace = [`name: ${company.name} -> ${name}`, by.trace].filter(Boolean).join('; ');
  await record(trx, now, { ...by, kind: 'company', outcome: 'changed', companyId: company.id, trace });
}

/** Takes over whether the company is active in the PSA. Inactive there ends its people's sessions, whatever our own switch says. */
export async function followActive(trx: Db, now: number, company: Company, activeThere: boolean): Promise<void> {
  if ((company.psa_refusal === null) === activeThere) return;
  await updateCompany(trx, company.id, { psa_refusal: activeThere ? null : 'inactive' });
  if (!activeThere) await deleteSessionsOf(trx, { companyId: company.id });
  const outcome = activeThere ? 'active-in-psa' : 'inactive-in-psa';
  await record(trx, now, { kind: 'company', outcome, companyId: company.id, trace: company.name });
}

/** Ends the PSA's say: whom it kept out our own switch keeps out from now on. Answers whether it did keep the company out. */
export async function keepOutCompany(trx: Db, company: Company): Promise<boolean> {
  if (company.psa_refusal === null) return false;
  await updateCompany(trx, company.id, { active: 0, psa_refusal: null });
  return true;
}
