import { accountOf } from '../attempt/account.js';
import { findAttempt } from '../attempt/attempt-store.js';
import { type Resolved, resolveContact } from '../contacts/resolve.js';
import { isAnyDirectoryActive } from '../directory/sign-in-store.js';
import type { Outcome } from '../mail/outbox.js';
import type { OutboxRow } from '../mail/outbox-store.js';
import { findLiveAccount } from './match-attempt.js';
import { askStanding, checkStanding, type StandingDeps, type StandingQuestion, standingQuestion } from './standing.js';

/** Each time takes two seconds at most; after that the mail waits for its next try. */
const ASKED = 5;

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
  const questions = companiesIn(resolved).map((companyId) =>
    standingQuestion(attempt.address, companyId, resolved.domainCompanyId, account),
  );
  const standings = await Promise.all(questions.map((question) => standingOf(deps, question)));
  if (standings.some(({ busy }) => busy)) return { kind: 'fault' };
  const refused = standings.filter(({ kind }) => kind !== 'good');
  if (standings.length === 0 || refused.length < standings.length) return undefined;
  return { kind: 'withheld', reply: refused.map(({ trace }) => trace).join('; ') };
}

async function standingOf(
  deps: StandingDeps,
  question: StandingQuestion,
): Promise<{ kind: string; trace: string; busy?: boolean }> {
  const known = await checkStanding(deps.db, question, undefined);
  if (known.kind !== 'ask-directory') return known;
  let standing = await askStanding(deps, question);
  // Nobody waits at a page for it, so a directory that had no time for us is asked until it has.
  for (let times = 1; standing.busy && times < ASKED; times += 1) standing = await askStanding(deps, question);
  return standing;
}

function companiesIn(resolved: Resolved): string[] {
  if (resolved.kind === 'new-at-company') return [resolved.companyId];
  return resolved.kind === 'known' ? [...new Set(resolved.contacts.map((contact) => contact.company_id))] : [];
}
