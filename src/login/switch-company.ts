import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import { holdActive } from '../contacts/contact-store.js';
import { resolveContact } from '../contacts/resolve.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import { deleteSession, type LiveSession } from '../sessions/session-store.js';
import { type Client, startSession } from '../sessions/start-session.js';
import type { Answers, Settled } from './door.js';
import { choicesOf } from './settle-contact.js';

/** "Another company": the session moves on to another company that knows the address which it has proven. */
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
    if (!chosen) return { kind: 'choose-company', choices: choicesOf(resolved.contacts) };
    const moved = (await deleteSession(trx, live.id_hash)) && (await holdActive(trx, chosen.id));
    if (!moved) return { kind: 'no-attempt' };
    const { keepDays } = await readMailTokenSettings(trx);
    const wanted = { kind: 'contact', contactId: chosen.id, shared: live.shared === 1, keepDays } as const;
    const session = await startSession(trx, now, { ...wanted, notAfter: live.expires_at }, client);
    const subject = { address, clientAddress: client.address, contactId: chosen.id, companyId: chosen.company_id };
    const trace = `changed from ${live.company_name}`;
    await record(trx, now, { kind: 'signed-in', outcome: 'contact', ...subject, trace });
    return { kind: 'signed-in', session, address, returnTo: '/', contactId: chosen.id };
  });
}
