import { type Attempt, markSettled } from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import { type CreatedContact, createContact } from '../contacts/create-contact.js';
import { type Resolved, resolveContact } from '../contacts/resolve.js';
import type { Db } from '../db/schema.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import { type Client, startSession } from '../sessions/start-session.js';
import type { Answers, Refusal, Settled } from './door.js';

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
  const sign = (contactId: string, companyId: string) =>
    signIn(trx, now, attempt, client, { contactId, companyId, trace: resolved.trace });
  switch (resolved.kind) {
    case 'known': {
      const [first, ...others] = resolved.contacts;
      const chosen = others.length === 0 ? first : resolved.contacts.find(({ id }) => id === answers.contactId);
      return chosen
        ? sign(chosen.id, chosen.company_id)
        : { kind: 'choose-company', choices: choicesOf(resolved.contacts) };
    }
    case 'new-at-company': {
      if (!answers.name) return { kind: 'ask-name', companyName: resolved.companyName };
      const contact = { companyId: resolved.companyId, address: attempt.address, ...answers.name };
      const created: CreatedContact = await createContact(trx, now, contact, resolved.trace);
      return created.kind === 'created'
        ? sign(created.contactId, resolved.companyId)
        : refuse(trx, now, attempt, resolved, 'too-many-new-contacts');
    }
    default:
      return refuse(trx, now, attempt, resolved, resolved.kind);
  }
}

async function signIn(
  trx: Db,
  now: number,
  attempt: Attempt,
  client: Client,
  subject: { contactId: string; companyId: string; trace: string },
): Promise<Settled> {
  if (!(await markSettled(trx, attempt.handle, now))) return { kind: 'no-attempt' };
  const { keepDays } = await readMailTokenSettings(trx);
  const { address, handle, shared, return_to: returnTo } = attempt;
  const { contactId } = subject;
  const session = await startSession(trx, now, {
    kind: 'contact',
    personId: contactId,
    shared: shared === 1,
    keepDays,
    client,
  });
  const event = {
    kind: 'signed-in',
    outcome: 'contact',
    address,
    clientAddress: client.address,
    attempt: handle,
  } as const;
  await record(trx, now, { ...event, ...subject });
  return { kind: 'signed-in', session, address, returnTo, contactId };
}

async function refuse(trx: Db, now: number, attempt: Attempt, resolved: Resolved, why: Refusal): Promise<Settled> {
  const { address, handle, client_address: clientAddress } = attempt;
  const outcome = why === 'unmatched' ? 'unmatched' : 'refused';
  const companyId = 'companyId' in resolved ? resolved.companyId : undefined;
  await record(trx, now, {
    kind: 'sign-in',
    outcome,
    address,
    clientAddress,
    attempt: handle,
    companyId,
    trace: resolved.trace,
  });
  return { kind: 'refused', why, address };
}

function choicesOf(contacts: { id: string; company_name: string }[]): { contactId: string; companyName: string }[] {
  return contacts.map(({ id, company_name: companyName }) => ({ contactId: id, companyName }));
}
