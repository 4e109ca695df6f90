import { domainOf } from '../address/login-email.js';
import { type Company, findCompanyByDomain, listCompaniesBySid } from '../companies/company-store.js';
import { type Decision, decideCompany } from '../contact-creation/decide.js';
import { readContactCreation } from '../contact-creation/settings-store.js';
import type { PsaRefusal } from '../db/psa-tables.js';
import type { Db } from '../db/schema.js';
import { type ContactAtCompany, isActive, isInactiveThereOnly, listContactsByAddress } from './contact-store.js';

/** Who is behind an address. `trace` says in words how it was decided, for the audit event. */
export type Match = { trace: string } & (
  | { kind: 'known'; contacts: [ContactAtCompany, ...ContactAtCompany[]] }
  | { kind: 'new-at-company'; companyId: string; companyName: string; limitLiftedUntil: number }
  /** The PSA calls the contact inactive, and where their address would make a new contact such a one comes back. */
  | { kind: 'returning'; companyId: string; contact: ContactAtCompany; limitLiftedUntil: number }
  | { kind: 'inactive'; companyId: string }
  | { kind: 'company-inactive'; companyId: string }
  | { kind: 'creation-off'; companyId: string }
  | { kind: 'unmatched' }
);

/** `domainCompanyId`: the company that the email domain belongs to, whoever the contact is. */
export type Resolved = Match & { domainCompanyId: string | undefined };

/**
 * Matches an address by its contacts, else by its domain and the domain SID that was proven with it, if any. Whether the
 * address was only typed or proven by now makes no difference. Runs the same statements whatever it finds.
 */
export async function resolveContact(db: Db, address: string, sid?: string): Promise<Resolved> {
  const domain = domainOf(address);
  const all = await listContactsByAddress(db, address);
  const byDomain = await findCompanyByDomain(db, domain);
  const { ruleSet, inactiveReturn } = await readContactCreation(db);
  const bySid = sid === undefined ? undefined : await listCompaniesBySid(db, sid);
  const domainCompanyId = byDomain?.id;
  const decision = decideCompany(ruleSet, { byDomain, bySid });
  const known = knownOf(all);
  const returning = known?.kind === 'inactive' && inactiveReturn ? returningOf(all, decision) : undefined;
  if (known) return { ...(returning ?? known), domainCompanyId };
  const whose = byDomain ? `-> ${byDomain.name}` : 'belongs to no company';
  const evidence = `no contact; domain ${domain} ${whose}${sid && bySid ? `; ${sidTrace(sid, bySid)}` : ''}`;
  return { ...newcomerOf(decision, evidence), domainCompanyId };
}

/** What contacts say when there are any: who may be signed in as, or why nobody. `what` begins the trace. */
export function knownOf(all: ContactAtCompany[], what = 'contact'): Match | undefined {
  const [first, ...others] = all.filter(isActive);
  if (first) return { kind: 'known', contacts: [first, ...others], trace: traceOf(what, [first, ...others]) };
  const [inactive] = all;
  if (!inactive) return undefined;
  return { kind: 'inactive', companyId: inactive.company_id, trace: `${traceOf(what, all)}; ${whyInactive(inactive)}` };
}

/** Who comes back: the contact at the very company where the address would make a new one. */
function returningOf(all: ContactAtCompany[], decision: Decision<Company>): Match | undefined {
  if (decision.kind !== 'at') return undefined;
  const { id: companyId, newcomer_limit_lifted_until: limitLiftedUntil } = decision.company;
  const contact = all.find((one) => one.company_id === companyId && isInactiveThereOnly(one));
  const trace = `contact at ${decision.company.name}; ${PSA_REFUSALS.inactive}, and comes back`;
  return contact && { kind: 'returning', companyId, contact, limitLiftedUntil, trace };
}

const PSA_REFUSALS: Record<PsaRefusal, string> = {
  inactive: 'contact is inactive in the PSA',
  'login-disabled': 'portal login is disabled in the PSA',
  gone: 'contact is not in the PSA any more',
};

function whyInactive({ active, psa_refusal: refusal, company_active: companyActive }: ContactAtCompany): string {
  if (!active) return 'contact is inactive';
  if (refusal) return PSA_REFUSALS[refusal];
  return companyActive ? 'company is inactive in the PSA' : 'company is inactive';
}

function newcomerOf(decision: Decision<Company>, evidence: string): Match {
  if (decision.kind === 'unmatched' && decision.why === 'nothing-known') return { kind: 'unmatched', trace: evidence };
  const trace = `${evidence}; ${decision.trace}`;
  if (decision.kind === 'unmatched') return { kind: 'unmatched', trace };
  const { id: companyId, name: companyName, newcomer_limit_lifted_until: limitLiftedUntil } = decision.company;
  if (decision.kind === 'at') return { kind: 'new-at-company', companyId, companyName, limitLiftedUntil, trace };
  return { kind: decision.kind, companyId, trace };
}

function sidTrace(sid: string, owners: Company[]): string {
  return `domain SID ${sid} -> ${owners.map(({ name }) => name).join(', ') || 'no company'}`;
}

function traceOf(what: string, contacts: ContactAtCompany[]): string {
  return `${what} at ${contacts.map((contact) => contact.company_name).join(', ')}`;
}
