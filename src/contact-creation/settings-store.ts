import type { Db } from '../db/schema.js';
import { findSettings, saveSettings } from '../installation/settings-store.js';
import { DEFAULT_RULE_SET, type RuleSet } from './settings.js';

const NAME = 'contact-creation';

/** The rule set in force; read at use, so that a save needs no restart. */
export async function readContactCreation(db: Db): Promise<RuleSet> {
  return (await findSettings<{ ruleSet: RuleSet }>(db, NAME))?.ruleSet ?? DEFAULT_RULE_SET;
}

export async function saveContactCreation(db: Db, ruleSet: RuleSet, now: number): Promise<void> {
  await saveSettings(db, NAME, { ruleSet }, now);
}
