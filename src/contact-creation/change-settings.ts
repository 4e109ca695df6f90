import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { ContactCreation } from './settings.js';
import { readContactCreation, saveContactCreation } from './settings-store.js';

/** Saves the rules for everybody who signs in from now on. Recorded when they differ from those before. */
export async function changeContactCreation(
  { db, clock }: { db: Db; clock: Clock },
  rules: ContactCreation,
  by: Actor,
): Promise<void> {
  const now = clock();
  await transaction(db, async (trx) => {
    const trace = traceOf(await readContactCreation(trx), rules);
    if (trace === '') return;
    await saveContactCreation(trx, rules, now);
    await record(trx, now, { kind: 'contact-creation', outcome: 'changed', ...actedBy(by, trace) });
  });
}

/** "rule set: directory-decides -> must-agree; inactive in the PSA: stay out -> come back" */
function traceOf(before: ContactCreation, after: ContactCreation): string {
  const changes = [
    ['rule set', before.ruleSet, after.ruleSet],
    ['inactive in the PSA', inWords(before), inWords(after)],
  ].filter(([, from, to]) => from !== to);
  return changes.map(([what, from, to]) => `${what}: ${from} -> ${to}`).join('; ');
}

function inWords({ inactiveReturn }: ContactCreation): string {
  return inactiveReturn ? 'come back' : 'stay out';
}
