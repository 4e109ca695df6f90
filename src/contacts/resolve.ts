import { domainOf } from '../address/login-email.js';
import { findCompanyByDomain } from '../companies/company-store.js';
import type { Db } from '../db/schema.js';
import { type ContactAtCompany, isActive, listContactsByAddress } from './contact-store.js';

/** Who is behind an address. `trace` says in words how it was decided, for the audit event. */
export type Resolved = { trace: string } & (
  | { kind: 'known'; contacts: [ContactAtCompany, ...ContactAtCompany[]] }
  | { kind: 'new-at-company'; companyId: string; companyName: string; limitLiftedUntil: number }
  | { kind: 'inactive'; companyId: string }
  | { kind: 'company-inactive'; companyId: string }
  | { kind: 'unmatched' }
);

/** Matches an address by its contacts, else by its domain. Runs the same statements whatever it finds. */
export async function resolveContact(db: Db, address: string): Promise<Resolved> {
  const domain = domainOf(address);
  const all = await listContactsByAddress(db, address);
  const company = await findCompanyByDomain(db, domain);
  const [first, ...others] = all.filter(isActive);
  if (first) return { kind: 'known', contacts: [first, ...others], trace: traceOf([first, ...others]) };
  const [inactive] = all;
  if (inactive) {
    const why = inactive.active ? 'company is inactive' : 'contact is inactive';
    return { kind: 'inactive', companyId: inactive.company_id, trace: `${traceOf(all)}; ${why}` };
  }
  if (!company) return { kind: 'unmatched', trace: `no contact; domain ${domain} belongs to no company` };
  const trace = `no contact; domain ${domain} -> ${company.name}`;
  if (!company.active)
    return { kind: 'company-inactive', companyId: company.id, trace: `${trace}; company is inactive` };
  const { id: companyId, name: companyName, newcomer_limit_lifted_until: limitLiftedUntil } = company;
  return { kind: 'new-at-company', companyId, companyName, limitLiftedUntil, trace: `${trace}; new contact` };
}

function traceOf(contacts: ContactAtCompany[]): string {
  return `contact at ${contacts.map((contact) => contact.company_name).join(', ')}`;
}
