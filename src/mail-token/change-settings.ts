import { markAllOver } from '../attempt/attempt-store.js';
import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { MailTokenSettings } from './settings.js';
import { readMailTokenSettings, saveMailTokenSettings } from './settings-store.js';

/** Saves the Mail Token settings. Switching Passwordless off ends every open sign-in of a contact, and so its tokens. */
export async function changeSettings(
  { db, clock }: { db: Db; clock: Clock },
  settings: MailTokenSettings,
  by: Actor,
): Promise<void> {
  const now = clock();
  await transaction(db, async (trx) => {
    const before = await readMailTokenSettings(trx);
    await saveMailTokenSettings(trx, settings, now);
    if (before.enabled && !settings.enabled) await markAllOver(trx, 'contact');
    const trace = traceOf(before, settings);
    if (trace) await record(trx, now, { kind: 'mail-token-settings', outcome: 'changed', ...actedBy(by, trace) });
  });
}

/** "portalName: Latchkey -> Help Desk; keepDays: 90 -> 30" */
function traceOf(before: MailTokenSettings, after: MailTokenSettings): string {
  const names = Object.keys(after) as (keyof MailTokenSettings)[];
  const changed = names.filter((name) => before[name] !== after[name]);
  return changed.map((name) => `${name}: ${before[name]} -> ${after[name]}`).join('; ');
}
