import { record } from '../../audit/audit-store.js';
import { findContact } from '../../contacts/contact-store.js';
import type { PsaCreationTable } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import type { Log } from '../../log.js';
import { unreachable } from '../../unreachable.js';
import type { PsaFault } from '../fault.js';
import { findLinkOfContact } from './copy-store.js';
import { createInPsa } from './create-in-psa.js';
import { type Creation, updateClaimedCreation } from './creation-store.js';
import { isReactivation } from './reactivate-in-psa.js';
import type { CreationDeps, Tried } from './tried.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RETRY_AFTER_MS = [MINUTE / 2, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR];
/** At the soonest, and without counting: it is us who wait. */
const SOON_MS = MINUTE / 2;

type Step = Pick<PsaCreationTable, 'state' | 'reason' | 'detail' | 'next_try_at' | 'tries' | 'ended_at'>;

/** What a try has come to, when it came to anything: `failed` when something went wrong here. */
type Ended = Exclude<Tried, { kind: 'dropped' }> | { kind: 'failed' };

/** For what somebody may be needed; each is told in words of its own. */
export type Trouble = Extract<Tried, { kind: 'needs-attention' }>['reason'] | ReturnType<typeof reasonOf>;

/** Tries one claimed creation, and writes what came of it together with its event. */
export async function tryCreation(deps: CreationDeps & { log: Log }, creation: Creation): Promise<void> {
  const { db, clock, log } = deps;
  const tried = await createInPsa(deps, creation).catch((error: unknown) => {
    log.error({ error, contact: creation.contact_id }, 'A contact could not be created in the PSA');
    return { kind: 'failed' } as const;
  });
  if (tried.kind === 'dropped') return;
  const now = clock();
  const step = nextStep(creation, tried, now);
  await transaction(db, async (trx) => {
    const ended = { ...step, worker: null, lease_until: null };
    if (await updateClaimedCreation(trx, creation, now, ended)) await recordStep(trx, now, creation, tried, step);
  });
}

/** The rule of retries: back-off to a day, then somebody has to look at it. */
export function nextStep(creation: Creation, tried: Ended, now: number): Step {
  const { reason, tries } = creation;
  const approved = reason === 'approved' ? reason : undefined;
  const waiting = { state: 'waiting', reason, detail: null, tries, ended_at: null } as const;
  switch (tried.kind) {
    case 'linked':
      return { ...waiting, state: 'done', reason: tried.how, next_try_at: now, ended_at: now };
    case 'company-not-linked':
      return { ...waiting, reason: tried.kind, tries: 0, next_try_at: now + 24 * HOUR };
    case 'inactive':
      return { ...waiting, reason: approved ?? tried.kind, tries: 0, next_try_at: now + HOUR };
    case 'too-soon':
      return { ...waiting, tries: tries - 1, next_try_at: tried.at };
    case 'needs-attention':
      return { ...waiting, state: 'attention', reason: tried.reason, detail: tried.detail, next_try_at: now };
    case 'no-answer': {
      const { fault } = tried;
      const ours = fault.kind === 'limited' || fault.kind === 'too-busy';
      const delay = Math.max(fault.details.retryAfterMs ?? 0, SOON_MS);
      if (ours) return { ...waiting, tries: tries - 1, next_try_at: now + delay };
      return backOff({ ...waiting, reason: approved ?? reasonOf(fault), detail: fault.details.detail ?? null }, now);
    }
    case 'failed':
      return backOff({ ...waiting, reason: approved ?? tried.kind }, now);
    default:
      return unreachable(tried);
  }
}

function backOff(waiting: Omit<Step, 'next_try_at'>, now: number): Step {
  const delay = RETRY_AFTER_MS[waiting.tries - 1];
  if (delay === undefined) return { ...waiting, state: 'attention', next_try_at: now };
  return { ...waiting, next_try_at: now + delay };
}

/** An answer that did come is told apart from none: somebody else has to be asked about it. */
function reasonOf({ kind }: PsaFault): 'unauthorized' | 'unusable' | 'unreachable' {
  switch (kind) {
    case 'unauthorized':
    case 'forbidden':
    case 'unknown-account':
      return 'unauthorized';
    case 'broken':
    case 'redirected':
    case 'too-large':
    case 'not-found':
    case 'refused':
      return 'unusable';
    default:
      return 'unreachable';
  }
}

/** That it was created or made active is recorded where it happened. */
async function recordStep(trx: Db, now: number, creation: Creation, tried: Ended, step: Step): Promise<void> {
  const found = tried.kind === 'linked' && tried.how === 'found-in-psa';
  if (!found && step.state !== 'attention') return;
  const { contact_id: contactId } = creation;
  const contact = await findContact(trx, contactId);
  if (!contact) return;
  const subject = { contactId, companyId: contact.company_id, address: contact.address };
  if (tried.kind === 'linked')
    return record(trx, now, { kind: 'contact', outcome: 'found-in-psa', ...subject, trace: `as ${tried.psaId}` });
  const reactivation = isReactivation(creation, await findLinkOfContact(trx, contactId));
  const outcome = reactivation ? 'not-reactivated-in-psa' : 'not-created-in-psa';
  const trace = [step.reason, step.detail].filter(Boolean).join(': ');
  await record(trx, now, { kind: 'contact', outcome, ...subject, trace });
}
