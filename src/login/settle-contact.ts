import { type Attempt, markSettled } from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import { holdActive } from '../contacts/contact-store.js';
import { createContact } from '../contacts/create-contact.js';
import { type Resolved, resolveContact } from '../contacts/resolve.js';
import type { Db } from '../db/schema.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import { type Client, startSession } from '../sessions/start-session.js';
import type { Answers, Refusal, Settled } from './door.js';

/** A proven attempt that is being settled, and how its address was matched. */
interface Settling {
  now: number;
  attempt: Attempt;
  client: Client;
  resolved: Resolved;
}

/**
 * The one end of every contact's sign-in: matches the proven address anew, creates the contact where it is missing, and
 * starts the session. Whatever was switched off since the mail went out is refused here.
 */
export async function settleContact(
  trx: Db,
  now: number,
  attempt: Attempt,
  client: Client,
  answers: Answers,
): Promise<Settled> {
  const resolved = await resolveContact(trx, attempt.address);
  const settling = { now, attempt, client, resolved };
  switch (resolved.kind) {
    case 'known': {
      const [first, ...others] = resolved.contacts;
      const chosen = others.length === 0 ? first : resolved.contacts.find(({ id }) => id === answers.contactId);
      if (!chosen) return { kind: 'choose-company', choices: choicesOf(resolved.contacts) };
      if (!(await markSettled(trx, attempt.handle))) return { kind: 'settled-before' };
      return signIn(trx, settling, chosen.id, chosen.company_id);
    }
    case 'new-at-company': {
      const { companyId, companyName, trace } = resolved;
      if (!answers.name) return { kind: 'ask-name', companyName };
      if (!(await markSettled(trx, attempt.handle))) return { kind: 'settled-before' };
      const created = await createContact(trx, now, { companyId, address: attempt.address, ...answers.name }, trace);
      if (created.kind === 'too-many') return refuse(trx, settling, 'too-many-new-contacts');
      return signIn(trx, settling, created.contactId, companyId);
    }
    default:
      return refuse(trx, settling, resolved.kind);
  }
}

/** What the person chooses from when several companies know the address. */
export function choicesOf(contacts: { id: string; company_name: string }[]) {
  return contacts.map(({ id, company_name: companyName }) => ({ contactId: id, companyName }));
}

async function signIn(trx: Db, settling: Settling, contactId: string, companyId: string): Promise<Settled> {
  if (!(await holdActive(trx, contactId))) return refuse(trx, settling, 'inactive');
  const { now, attempt, client, resolved } = settling;
  const { address, handle, return_to: returnTo } = attempt;
  const { keepDays } = await readMailTokenSettings(trx);
  const shared = attempt.shared === 1;
  const session = await startSession(trx, now, { kind: 'contact', contactId, shared, keepDays }, client);
  const subject = { address, clientAddress: client.address, attempt: handle, contactId, companyId };
  await record(trx, now, { kind: 'signed-in', outcome: 'contact', ...subject, trace: resolved.trace });
  return { kind: 'signed-in', session, address, returnTo, contactId };
}

async function refuse(trx: Db, { now, attempt, client, resolved }: Settling, why: Refusal): Promise<Settled> {
  const { address, handle } = attempt;
  const companyId = 'companyId' in resolved ? resolved.companyId : undefined;
  const subject = { address, clientAddress: client.address, attempt: handle, companyId, trace: resolved.trace };
  await record(trx, now, { kind: 'sign-in', outcome: why === 'unmatched' ? 'unmatched' : 'refused', ...subject });
  return { kind: 'refused', why, address };
}
