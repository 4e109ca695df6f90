import { type Candidate, type Decision, decideCompany, type Evidence } from './decide.js';
import type { RuleSet } from './settings.js';

const ACME: Candidate = { id: 'acme', name: 'Acme Ltd', active: 1, creates_contacts: 1, psa_refusal: null };
const GLOBEX: Candidate = { id: 'globex', name: 'Globex', active: 1, creates_contacts: 1, psa_refusal: null };

/** Somebody who signs in for the first time. `account`: the company whose Windows account was proven, too. */
export interface Example {
  address: string;
  account: string | undefined;
  decision: Decision<Candidate>;
}

const PEOPLE: { address: string; evidence: Evidence<Candidate> }[] = [
  { address: 'ann@acme.example', evidence: { byDomain: ACME, bySid: undefined } },
  { address: 'ben@acme.example', evidence: { byDomain: ACME, bySid: [ACME] } },
  { address: 'cleo@acme.example', evidence: { byDomain: ACME, bySid: [GLOBEX] } },
  { address: 'dan@elsewhere.example', evidence: { bySid: [ACME] } },
];

/** What the rule set would do with four typical people: decided by the rule itself, not described. */
export function examplesUnder(ruleSet: RuleSet): Example[] {
  return PEOPLE.map(({ address, evidence }) => ({
    address,
    account: evidence.bySid?.[0]?.name,
    decision: decideCompany(ruleSet, evidence),
  }));
}
