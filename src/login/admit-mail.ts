import { accountOf } from '../attempt/account.js';
import { type Attempt, findAttempt } from '../attempt/attempt-store.js';
import type { ContactAtCompany } from '../contacts/contact-store.js';
import { type Resolved, resolveContact } from '../contacts/resolve.js';
import { isAnyDirectoryActive } from '../directory/sign-in-store.js';
import type { OutboxRow } from '../mail/outbox-store.js';
import type { Admission } from '../mail/worker.js';
import { type LookUpDeps, lookUpAddress } from '../psa/contacts/look-up.js';
import { isPsaConnected } from '../psa/settings-store.js';
import { findLiveAccount, type LiveAccount } from './match-attempt.js';
import { askStanding, checkStanding, type StandingDeps, type StandingQuestion, standingQuestion } from './standing.js';

export type AdmitDeps = StandingDeps & LookUpDeps;

/** Each time takes two seconds at most; after that the mail waits for its next try. */
const ASKED = 5;

/**
 * Whether a token may be mailed: to somebody whom we or the PSA know or who would be a new contact, and not to whom the PSA
 * or their company's directory keeps out. Both are asked here, after the answer, so that nobody learns anything from it.
 */
export async function admitMail(deps: AdmitDeps, row: OutboxRow): Promise<Admission> {
  const admitted = { kind: 'admitted', row } as const;
  const { db } = deps;
  if (row.kind !== 'token' || !row.attempt) return admitted;
  const connected = await isPsaConnected(db);
  if (row.reason === null && !connected && !(await isAnyDirectoryActive(db))) return admitted;
  const attempt = await findAttempt(db, row.attempt);
  if (attempt?.purpose !== 'contact') return admitted;
  const account = await findLiveAccount(db, accountOf(attempt));
  const { resolved, trace } = await resolveWithPsa(deps, attempt, account, connected);
  if (resolved.kind !== 'known' && resolved.kind !== 'new-at-company') return withheld(trace);
  const refusal = await refusedByDirectories(deps, attempt, account, resolved);
  if (refusal) return refusal;
  const [first, ...others] = wantedIn(resolved);
  const companyId = others.length > 0 ? undefined : first?.companyId;
  return { kind: 'admitted', row: { ...row, reason: null, company_id: companyId ?? null } };
}

/** Who that is; the PSA is asked about an address that no contact has. */
async function resolveWithPsa(
  deps: AdmitDeps,
  { address }: Attempt,
  account: LiveAccount | undefined,
  connected: boolean,
): Promise<{ resolved: Resolved; trace: string }> {
  const resolved = await resolveContact(deps.db, address, account?.domainSid);
  const known = resolved.kind === 'known' || resolved.kind === 'inactive';
  if (known || !connected) return { resolved, trace: resolved.trace };
  const lookedUp = await lookUpAddress(deps, address);
  const anew = await resolveContact(deps.db, address, account?.domainSid);
  return { resolved: anew, trace: `${LOOKED_UP[lookedUp]}${anew.trace}` };
}

const LOOKED_UP: Record<Awaited<ReturnType<typeof lookUpAddress>>, string> = {
  asked: 'the PSA was asked; ',
  'not-asked': 'the PSA was not asked, because of too many questions within an hour; ',
  'no-answer': 'the PSA gave no answer; ',
  'not-connected': '',
};

/** A contact of several companies gets a mail if one of them lets them in. */
async function refusedByDirectories(
  deps: AdmitDeps,
  { address }: Attempt,
  account: LiveAccount | undefined,
  resolved: Resolved,
): Promise<Admission | undefined> {
  const questions = wantedIn(resolved).map((wanted) =>
    standingQuestion(address, wanted, resolved.domainCompanyId, account),
  );
  const standings = await Promise.all(questions.map((question) => standingOf(deps, question)));
  if (standings.some(({ busy }) => busy)) return { kind: 'not-admitted', outcome: { kind: 'fault' } };
  const refused = standings.filter(({ kind }) => kind !== 'good');
  if (refused.length < standings.length) return undefined;
  return withheld(refused.map(({ trace }) => trace).join('; '));
}

function withheld(reply: string): Admission {
  return { kind: 'not-admitted', outcome: { kind: 'withheld', reply } };
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

function wantedIn(resolved: Resolved): { companyId: string; contact?: ContactAtCompany }[] {
  if (resolved.kind === 'new-at-company') return [{ companyId: resolved.companyId }];
  return resolved.kind === 'known'
    ? resolved.contacts.map((contact) => ({ companyId: contact.company_id, contact }))
    : [];
}
