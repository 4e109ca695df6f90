import { accountOf } from '../attempt/account.js';
import { findAttempt } from '../attempt/attempt-store.js';
import { type Resolved, resolveContact } from '../contacts/resolve.js';
import { isAnyDirectoryActive } from '../directory/sign-in-store.js';
import type { Outcome } from '../mail/outbox.js';
import type { OutboxRow } from '../mail/outbox-store.js';
import { findLiveAccount } from './match-attempt.js';
import { askStanding, checkStanding, type StandingDeps, type StandingQuestion } from './standing.js';

/**
 * Whether a token may be mailed: not to somebody whose account is switched off in their company's directory. It is asked
 * here, after the answer, so that nobody learns anything from it; a contact of several companies gets it if one lets them in.
 */
export async function admitMail(deps: StandingDeps, row: OutboxRow): Promise<Outcome | undefined> {
  const { db } = deps;
  if (row.kind !== 'token' || !row.attempt || !(await isAnyDirectoryActive(db))) return undefined;
  const attempt = await findAttempt(db, row.attempt);
  if (attempt?.purpose !== 'contact') return undefined;
  const account = await findLiveAccount(db, accountOf(attempt));
  const resolved = await resolveContact(db, attempt.address, account?.domainSid);
  const proven = account && { directoryId: account.directoryId, objectGuid: account.objectGuid };
  const { domainCompanyId } = resolved;
  const questions = companiesOf(resolved).map((companyId) => {
    return { address: attempt.address, companyId, domainCompanyId, account: proven };
  });
  const refusals = await Promise.all(questions.map((question) => whyNot(deps, question)));
  return refusals.length === 0 || refusals.includes(undefined)
    ? undefined
    : { kind: 'withheld', reply: refusals.join('; ') };
}

async function whyNot(deps: StandingDeps, question: StandingQuestion): Promise<string | undefined> {
  const known = await checkStanding(deps.db, question, undefined);
  const standing = known.kind === 'ask-directory' ? await askStanding(deps, question) : known;
  return standing.kind === 'good' ? undefined : standing.trace;
}

function companiesOf(resolved: Resolved): string[] {
  if (resolved.kind === 'new-at-company') return [resolved.companyId];
  return resolved.kind === 'known' ? [...new Set(resolved.contacts.map((contact) => contact.company_id))] : [];
}
