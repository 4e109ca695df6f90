import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { RuleSet } from './settings.js';
import { readContactCreation, saveContactCreation } from './settings-store.js';

/** Saves the rule set for everybody who signs in from now on. Recorded when it differs from the one before. */
export async function changeContactCreation(
  { db, clock }: { db: Db; clock: Clock },
  ruleSet: RuleSet,
  by: Actor,
): Promise<void> {
  const now = clock();
  await transaction(db, async (trx) => {
    const before = await readContactCreation(trx);
    if (before === ruleSet) return;
    await saveContactCreation(trx, ruleSet, now);
    const trace = `rule set: ${before} -> ${ruleSet}`;
    await record(trx, now, { kind: 'contact-creation', outcome: 'changed', ...actedBy(by, trace) });
  });
}
