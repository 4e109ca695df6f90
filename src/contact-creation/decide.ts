import type { Flag } from '../db/schema.js';
import type { RuleSet } from './settings.js';

/** As much of a company as decides. */
export interface Candidate {
  id: string;
  name: string;
  active: Flag;
  creates_contacts: Flag;
  psa_refusal: string | null;
}

/** What was proven, as companies: whose the email domain is, and whose the domain SID. */
export interface Evidence<Company extends Candidate> {
  byDomain?: Company | undefined;
  /** Undefined: no domain SID was proven. Several companies may share one. */
  bySid: readonly Company[] | undefined;
}

/** Where somebody belongs whose address no contact has. `trace` says the decision in words, for the audit event. */
export type Decision<Company extends Candidate> = { trace: string } & (
  | { kind: 'at'; company: Company }
  | { kind: 'unmatched'; why: Unmatched }
  | { kind: 'company-inactive'; company: Company }
  | { kind: 'creation-off'; company: Company; why: 'rule-set' | 'company' }
);

/** `sid-of-nobody`: the SID was taken from its company after it had been proven. Such a directory vouches for nothing. */
export type Unmatched = 'nothing-known' | 'sid-of-nobody' | 'sid-shared' | 'disagree';

const UNMATCHED: Record<Unmatched, string> = {
  'nothing-known': 'belongs to no company',
  'sid-of-nobody': 'the domain SID belongs to no company',
  'sid-shared': 'several companies share the domain SID, and the email domain says none of them',
  disagree: 'email domain and domain SID say different companies, and they must agree',
};

/** Decides at which company somebody new becomes a contact, by the table "Matching"; refused where none may get one. */
export function decideCompany<Company extends Candidate>(
  ruleSet: RuleSet,
  evidence: Evidence<Company>,
): Decision<Company> {
  const found = evidence.bySid ? bySid(ruleSet, evidence.byDomain, evidence.bySid) : evidence.byDomain;
  if (found === undefined) return unmatched('nothing-known');
  if (typeof found === 'string') return unmatched(found);
  return admit(ruleSet, found, evidence.byDomain);
}

function bySid<Company extends Candidate>(
  ruleSet: RuleSet,
  byDomain: Company | undefined,
  owners: readonly Company[],
): Company | Unmatched {
  const [owner, ...others] = owners;
  if (!owner) return 'sid-of-nobody';
  const agreed = owners.find(({ id }) => id === byDomain?.id);
  if (agreed) return agreed;
  if (others.length > 0) return 'sid-shared';
  return byDomain && ruleSet === 'must-agree' ? 'disagree' : owner;
}

function admit<Company extends Candidate>(
  ruleSet: RuleSet,
  company: Company,
  byDomain: Company | undefined,
): Decision<Company> {
  const overruled = byDomain && byDomain.id !== company.id ? `the directory decides: ${company.name}; ` : '';
  if (!company.active) return { kind: 'company-inactive', company, trace: `${overruled}company is inactive` };
  if (company.psa_refusal)
    return { kind: 'company-inactive', company, trace: `${overruled}company is inactive in the PSA` };
  if (ruleSet === 'no-creation')
    return { kind: 'creation-off', company, why: 'rule-set', trace: `${overruled}no contacts are created` };
  if (!company.creates_contacts)
    return { kind: 'creation-off', company, why: 'company', trace: `${overruled}the company creates no contacts` };
  return { kind: 'at', company, trace: `${overruled}new contact` };
}

function unmatched<Company extends Candidate>(why: Unmatched): Decision<Company> {
  return { kind: 'unmatched', why, trace: UNMATCHED[why] };
}
