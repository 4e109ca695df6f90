import { type Attempt, markSettled } from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import { type ContactAtCompany, holdActive, isAddressProven } from '../contacts/contact-store.js';
import { createContact } from '../contacts/create-contact.js';
import { returnContact } from '../contacts/return-contact.js';
import type { Db, Flag } from '../db/schema.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import { type Client, startSession } from '../sessions/start-session.js';
import type { Answers, Refusal, Settled, Settling } from './door.js';
import { linkAccount } from './link-account.js';
import { type Matched, matchAttempt } from './match-attempt.js';
import { checkStanding, standingQuestion } from './standing.js';

/** A proven attempt that is being settled, and how it was matched. `trace` says so in words. */
interface Matching extends Matched {
  now: number;
  attempt: Attempt;
  client: Client;
  trace: string;
}

/**
 * The one end of every contact's sign-in: matches what was proven anew, creates the contact where it is missing or lets it
 * in again, and starts the session. Whatever was switched off since the mail went out is refused here.
 */
export async function settleContact(
  trx: Db,
  now: number,
  attempt: Attempt,
  client: Client,
  answers: Answers,
): Promise<Settling> {
  const matched = await matchAttempt(trx, attempt);
  if (!matched) return { kind: 'no-attempt' };
  const { resolved } = matched;
  const matching = { now, attempt, client, ...matched, trace: traceOf(matched) };
  switch (resolved.kind) {
    case 'known': {
      const [first, ...others] = resolved.contacts;
      const chosen = others.length === 0 ? first : resolved.contacts.find(({ id }) => id === answers.contactId);
      if (!chosen) return { kind: 'choose-company', choices: choicesOf(resolved.contacts) };
      return settleAs(trx, matching, chosen, answers);
    }
    case 'returning':
      return settleAs(trx, matching, resolved.contact, answers);
    case 'new-at-company': {
      const { companyId, companyName } = resolved;
      const standing = await judgeStanding(trx, matching, { companyId }, answers);
      if (standing.kind !== 'good') return standing;
      if (!answers.name) return { kind: 'ask-name', companyName };
      if (!(await markSettled(trx, attempt.handle))) return { kind: 'settled-before' };
      const contact = { companyId, address: attempt.address, ...answers.name };
      const created = await createContact(trx, now, contact, standing.trace);
      if (created.kind === 'too-many') return refuse(trx, matching, 'too-many-new-contacts');
      return signIn(trx, { ...matching, trace: standing.trace }, created.contactId, companyId);
    }
    default:
      return refuse(trx, matching, resolved.kind);
  }
}

/** Signs in as a contact that is there, and lets it in again where the PSA has kept it out. */
async function settleAs(trx: Db, matching: Matching, contact: ContactAtCompany, answers: Answers): Promise<Settling> {
  const { now, attempt, resolved } = matching;
  const { id, company_id: companyId, further } = contact;
  const standing = await judgeStanding(trx, matching, { companyId, contact }, answers);
  if (standing.kind !== 'good') return standing;
  if (!(await markSettled(trx, attempt.handle))) return { kind: 'settled-before' };
  const { trace } = standing;
  if (resolved.kind === 'returning' && (await returnContact(trx, now, contact, trace)) === 'too-many')
    return refuse(trx, matching, 'too-many-new-contacts');
  return signIn(trx, { ...matching, trace }, id, companyId, further);
}

/** What the person chooses from when several companies know the address. */
export function choicesOf(contacts: { id: string; company_name: string }[]) {
  return contacts.map(({ id, company_name: companyName }) => ({ contactId: id, companyName }));
}

/** Where a right password was enough nobody is asked again; everywhere else a directory may say that the person has left. */
async function judgeStanding(
  trx: Db,
  matching: Matching,
  wanted: { companyId: string; contact?: ContactAtCompany },
  answers: Answers,
): Promise<Settling | { kind: 'good'; trace: string }> {
  const { attempt, account, resolved, vouchedFor, trace } = matching;
  const { companyId } = wanted;
  if (companyId === vouchedFor) return { kind: 'good', trace };
  const question = standingQuestion(attempt.address, wanted, resolved.domainCompanyId, account);
  const standing = await checkStanding(trx, question, answers.standing);
  if (standing.kind === 'ask-directory') return standing;
  const told = standing.trace === '' ? trace : `${trace}; ${standing.trace}`;
  return standing.kind === 'good'
    ? { kind: 'good', trace: told }
    : refuse(trx, { ...matching, trace: told }, standing.kind, companyId);
}

async function signIn(
  trx: Db,
  matching: Matching,
  contactId: string,
  companyId: string,
  further: Flag = 0,
): Promise<Settled> {
  if (!(await holdActive(trx, contactId))) return refuse(trx, matching, 'inactive', companyId);
  const { now, attempt, client, account, trace } = matching;
  const { address, handle, return_to: returnTo } = attempt;
  const byEmail = attempt.proven_by !== 'directory';
  const linking = account && { account, address, contactId, companyId, byEmail };
  if (linking && !(await linkAccount(trx, now, linking))) return { kind: 'no-attempt' };
  const { keepDays } = await readMailTokenSettings(trx);
  const shared = attempt.shared === 1;
  const addressProven = byEmail && isAddressProven({ further });
  const wanted = { kind: 'contact', contactId, shared, addressProven, keepDays } as const;
  const session = await startSession(trx, now, wanted, client);
  const subject = { address, clientAddress: client.address, attempt: handle, contactId, companyId };
  await record(trx, now, { kind: 'signed-in', outcome: 'contact', ...subject, trace });
  return { kind: 'signed-in', session, address, returnTo, contactId };
}

async function refuse(
  trx: Db,
  { now, attempt, client, resolved, trace }: Matching,
  why: Refusal,
  companyId = 'companyId' in resolved ? resolved.companyId : undefined,
): Promise<Settled> {
  const { address, handle } = attempt;
  const subject = { address, clientAddress: client.address, attempt: handle, companyId, trace };
  await record(trx, now, { kind: 'sign-in', outcome: why === 'unmatched' ? 'unmatched' : 'refused', ...subject });
  return { kind: 'refused', why, address };
}

function traceOf({ resolved: { trace }, account }: Matched): string {
  return account ? `Windows account ${account.userName} in ${account.directoryName}; ${trace}` : trace;
}
