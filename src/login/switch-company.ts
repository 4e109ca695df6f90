import { record } from '../audit/audit-store.js';
import { holdActive, isAddressProven } from '../contacts/contact-store.js';
import { resolveContact } from '../contacts/resolve.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import { deleteSession, type LiveSession } from '../sessions/session-store.js';
import { type Client, startSession } from '../sessions/start-session.js';
import type { Answers, Settled, Settling } from './door.js';
import { choicesOf } from './settle-contact.js';
import { withStanding } from './sign-in.js';
import { checkStanding, type StandingDeps, standingQuestion } from './standing.js';

/**
 * "Another company": the session moves on to another company that knows the address which it has proven. What a directory
 * says of an address opens only the companies that were offered at the sign-in.
 */
export async function switchCompany(
  deps: StandingDeps,
  live: LiveSession,
  client: Client,
  answers: Answers,
): Promise<Settled> {
  return withStanding(deps, answers, (complete) =>
    transaction(deps.db, (trx) => moveSession(trx, deps.clock(), live, client, complete)),
  );
}

async function moveSession(
  trx: Db,
  now: number,
  live: LiveSession,
  client: Client,
  { contactId, standing }: Answers,
): Promise<Settling> {
  if (live.address_proven === 0) return { kind: 'no-attempt' };
  const address = live.address ?? '';
  const resolved = await resolveContact(trx, address);
  if (resolved.kind !== 'known') return { kind: 'no-attempt' };
  const chosen = resolved.contacts.find(({ id }) => id === contactId);
  if (!chosen) return { kind: 'choose-company', choices: choicesOf(resolved.contacts) };
  const question = standingQuestion(
    address,
    { companyId: chosen.company_id, contact: chosen },
    resolved.domainCompanyId,
  );
  const subject = { address, clientAddress: client.address, contactId: chosen.id, companyId: chosen.company_id };
  const judged = await checkStanding(trx, question, standing);
  if (judged.kind === 'ask-directory') return judged;
  if (judged.kind !== 'good') {
    await record(trx, now, { kind: 'sign-in', outcome: 'refused', ...subject, trace: judged.trace });
    return { kind: 'refused', why: judged.kind, address };
  }
  const moved = (await deleteSession(trx, live.id_hash)) && (await holdActive(trx, chosen.id));
  if (!moved) return { kind: 'no-attempt' };
  const { keepDays } = await readMailTokenSettings(trx);
  const wanted = {
    kind: 'contact',
    contactId: chosen.id,
    shared: live.shared === 1,
    addressProven: isAddressProven(chosen),
    keepDays,
  } as const;
  const session = await startSession(trx, now, { ...wanted, notAfter: live.expires_at }, client);
  await record(trx, now, {
    kind: 'signed-in',
    outcome: 'contact',
    ...subject,
    trace: `changed from ${live.company_name}`,
  });
  return { kind: 'signed-in', session, address, returnTo: '/', contactId: chosen.id };
}
