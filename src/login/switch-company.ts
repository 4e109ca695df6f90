import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import { resolveContact } from '../contacts/resolve.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import type { LiveSession } from '../sessions/session-store.js';
import { type Client, startSession } from '../sessions/start-session.js';
import type { Answers, Settled } from './door.js';

/** "Another company": a session at another company that knows the address which this session has proven. */
export async function switchCompany(
  { db, clock }: { db: Db; clock: Clock },
  live: LiveSession,
  client: Client,
  answers: Answers,
): Promise<Settled> {
  const now = clock();
  const address = live.address ?? '';
  return transaction(db, async (trx): Promise<Settled> => {
    const resolved = await resolveContact(trx, address);
    if (resolved.kind !== 'known') return { kind: 'no-attempt' };
    const chosen = resolved.contacts.find(({ id }) => id === answers.contactId);
    if (!chosen) {
      const choices = resolved.contacts.map(({ id, company_name: companyName }) => ({ contactId: id, companyName }));
      return { kind: 'choose-company', choices };
    }
    const { keepDays } = await readMailTokenSettings(trx);
    const shared = live.shared === 1;
    const session = await startSession(trx, now, { kind: 'contact', personId: chosen.id, shared, keepDays, client });
    const subject = { address, clientAddress: client.address, contactId: chosen.id, companyId: chosen.company_id };
    await record(trx, now, {
      kind: 'signed-in',
      outcome: 'contact',
      ...subject,
      trace: `changed from ${live.company_name}`,
    });
    return { kind: 'signed-in', session, address, returnTo: '/', contactId: chosen.id };
  });
}
