/**
 * What happens to somebody who proved an address that no contact has. `directory-decides`: when the domain SID says another
 * company than the email domain, the SID wins. `must-agree`: then nobody wins. `no-creation`: contacts must exist already.
 */
export type RuleSet = 'directory-decides' | 'must-agree' | 'no-creation';

export const RULE_SETS = ['directory-decides', 'must-agree', 'no-creation'] as const satisfies readonly RuleSet[];

/** What an administrator sets on System > Contact creation. */
export interface ContactCreation {
  ruleSet: RuleSet;
  /** Whether a contact that is inactive in the PSA comes back where its address would make a new contact. */
  inactiveReturn: boolean;
}

export const DEFAULTS: ContactCreation = { ruleSet: 'directory-decides', inactiveReturn: false };
