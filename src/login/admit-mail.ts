import { accountOf } from '../attempt/account.js';
import { type Attempt, findAttempt } from '../attempt/attempt-store.js';
import { type Resolved, resolveContact } from '../contacts/resolve.js';
import { isAnyDirectoryActive } from '../directory/sign-in-store.js';
import type { OutboxRow } from '../mail/outbox-store.js';
import type { Admission } from '../mail/worker.js';
import { type LookUpDeps, lookUpAddress } from '../psa/contacts/look-up.js';
import { isPsaConnected } from '../psa/settings-store.js';
import { findLiveAccount, type LiveAccount } from './match-attempt.js';
import {
  askStanding,
  checkStanding,
  type StandingDeps,
  type StandingQuestion,
  standingQuestion,
  type Wanted,
} from './standing.js';

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
  const wanted = wantedIn(resolved);
  if (wanted.length === 0) return withheld(trace);
  const { address } = attempt;
  const questions = wanted.map((one) => standingQuestion(address, one, resolved.domainCompanyId, account));
  const refusal = await refusedByDirectories(deps, questions);
  if (refusal) return refusal;
  const [first, ...others] = wanted;
  const companyId = others.length > 0 ? undefined : first?.companyId;
  return { kind: 'admitted', row: { ...row, reason: null, company_id: companyId ?? null } };
}

/** Kinds of those whom the sync knows already. */
const KNOWN: readonly Resolved['kind'][] = ['known', 'returning', 'inactive'];

/** Who that is; the PSA is asked about an address that no contact has. */
async function resolveWithPsa(
  deps: AdmitDeps,
  { address }: Attempt,
  account: LiveAccount | undefined,
  connected: boolean,
): Promise<{ resolved: Resolved; trace: string }> {
  const resolved = await resolveContact(deps.db, address, account?.domainSid);
  const known = KNOWN.includes(resolved.kind);
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
async function refusedByDirectories(deps: AdmitDeps, questions: StandingQuestion[]): Promise<Admission | undefined> {
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

/** As whom somebody may sign in, or would be a new contact; nobody else gets a mail. */
function wantedIn(resolved: Resolved): Wanted[] {
  switch (resolved.kind) {
    case 'known':
      return resolved.contacts.map((contact) => ({ companyId: contact.company_id, contact }));
    case 'returning':
    case 'new-at-company':
      return [resolved];
    default:
      return [];
  }
}
