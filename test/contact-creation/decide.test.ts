import { describe, expect, test } from 'vitest';
import { type Candidate, type Decision, decideCompany } from '../../src/contact-creation/decide.js';
import { RULE_SETS, type RuleSet } from '../../src/contact-creation/settings.js';

const acme = company('Acme');
const north = company('Acme North');
const globex = company('Globex');
const inactive = { ...company('Initech'), active: 0 } as const;
const closed = { ...company('Hooli'), creates_contacts: 0 } as const;
const nobody = undefined;
const noSid = undefined;
type Row = [what: string, byDomain: Candidate | undefined, bySid: Candidate[] | undefined, ...outcomes: string[]];

/** The rows "none; …" of the table "Matching": what was proven, then the outcome under each rule set. */
const table: Row[] = [
  ['domain of Acme, no SID', acme, noSid, 'at Acme', 'at Acme', 'creation-off rule-set Acme'],
  ['SID of Acme, domain of nobody', nobody, [acme], 'at Acme', 'at Acme', 'creation-off rule-set Acme'],
  ['SID and domain of Acme', acme, [acme], 'at Acme', 'at Acme', 'creation-off rule-set Acme'],
  [
    'shared SID, domain of one',
    north,
    [acme, north],
    'at Acme North',
    'at Acme North',
    'creation-off rule-set Acme North',
  ],
  ['shared SID, domain of nobody', nobody, [acme, north], ...all('unmatched sid-shared')],
  ['shared SID, domain of a third', globex, [acme, north], ...all('unmatched sid-shared')],
  ['domain of Acme, SID of Globex', acme, [globex], 'at Globex', 'unmatched disagree', 'creation-off rule-set Globex'],
  ['domain of an inactive company', inactive, noSid, ...all('company-inactive Initech')],
  ['SID of an inactive company', nobody, [inactive], ...all('company-inactive Initech')],
  [
    'domain of Acme, SID of an inactive one',
    acme,
    [inactive],
    'company-inactive Initech',
    'unmatched disagree',
    'company-inactive Initech',
  ],
  ['shared SID, domain of the inactive one', inactive, [acme, inactive], ...all('company-inactive Initech')],
  [
    'a company that creates none',
    closed,
    noSid,
    'creation-off company Hooli',
    'creation-off company Hooli',
    'creation-off rule-set Hooli',
  ],
  [
    'SID of one that creates none',
    acme,
    [closed],
    'creation-off company Hooli',
    'unmatched disagree',
    'creation-off rule-set Hooli',
  ],
  ['nothing', nobody, noSid, ...all('unmatched nothing-known')],
  ['a SID of nobody', nobody, [], ...all('unmatched sid-of-nobody')],
  ['domain of Acme, a SID of nobody', acme, [], ...all('unmatched sid-of-nobody')],
];

describe.each(table)('%s', (_what, byDomain, bySid, ...outcomes) => {
  test.each(RULE_SETS.map((ruleSet, at) => [ruleSet, outcomes[at]]))('under %s: %s', (ruleSet, outcome) => {
    expect(inWords(decideCompany(ruleSet as RuleSet, { byDomain, bySid }))).toBe(outcome);
  });
});

test('the trace says who was overruled, and by whom', () => {
  const conflict = { byDomain: acme, bySid: [globex] };
  expect(decideCompany('directory-decides', conflict).trace).toBe('the directory decides: Globex; new contact');
  expect(decideCompany('must-agree', conflict).trace).toContain('they must agree');
  expect(decideCompany('must-agree', { byDomain: acme, bySid: [acme] }).trace).toBe('new contact');
});

function company(name: string): Candidate {
  return { id: name.toLowerCase(), name, active: 1, creates_contacts: 1, psa_refusal: null };
}

function all(outcome: string): string[] {
  return RULE_SETS.map(() => outcome);
}

function inWords(decision: Decision<Candidate>): string {
  const company = 'company' in decision ? decision.company.name : undefined;
  const why = 'why' in decision ? decision.why : undefined;
  return [decision.kind, why, company].filter((word) => word !== undefined).join(' ');
}
