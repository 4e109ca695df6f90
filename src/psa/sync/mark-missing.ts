import type { Clock } from '../../clock.js';
import type { Db } from '../../db/schema.js';
import { followCompany } from '../companies/follow-companies.js';
import type { PsaConnector, Unreadable } from '../connector.js';
import { copyCompanies, copyContacts } from '../contacts/copy.js';
import { markBringDue } from '../contacts/copy-store.js';
import {
  type Copied,
  countCopied,
  countNotSeen,
  listCompaniesNotSeen,
  listContactsNotSeen,
  type MissingContact,
  markCompanyGone,
  markContactGone,
} from './missing-store.js';

export type Marked = { kind: 'all' | 'cut-off' } | { kind: 'shrunk'; missing: number };

interface MissingDeps {
  db: Db;
  clock: Clock;
  /** Runs work in a commit of its own. False, and nothing is written, once the sync is not ours any more. */
  write(work: (trx: Db) => Promise<unknown>): Promise<boolean>;
  /** Hears of what is there but cannot be read; it stays as it is. */
  unreadable: Record<keyof Copied, Unreadable>;
}

/** So many may vanish within a day, whatever part of all that is, unless nothing is left. */
const FEW = 20;
const SHARE = 0.1;

/**
 * Marks what a full listing that began then did not show as gone, after asking for each by its id: a page may shift while it
 * is read. Answers `shrunk`, and marks nothing, when so much is missing that the PSA rather stopped showing it to us:
 * nobody is locked out because somebody took a right away from our account there. `accepted`: so much an administrator says
 * is gone.
 */
export async function markMissing(
  deps: MissingDeps,
  connector: PsaConnector,
  { since, shown, accepted }: { since: number; shown: Copied; accepted: number },
): Promise<Marked> {
  const { db } = deps;
  const all = await countCopied(db);
  const notSeen = await countNotSeen(db, since);
  const missing = notSeen.companies + notSeen.contacts;
  const isKnown = accepted > 0 && missing <= accepted + FEW;
  if (isTooMuch(notSeen, all, shown) && !isKnown) return { kind: 'shrunk', missing };
  const goesOn =
    (await eachMissing(
      (after) => listCompaniesNotSeen(db, since, after),
      ({ psa_id }) => markCompany(deps, connector, psa_id),
    )) &&
    (await eachMissing(
      (after) => listContactsNotSeen(db, since, after),
      (contact) => markContact(deps, connector, contact),
    ));
  return { kind: goesOn ? 'all' : 'cut-off' };
}

function isTooMuch(missing: Copied, all: Copied, shown: Copied): boolean {
  return (['companies', 'contacts'] as const).some((kind) => {
    const nothingLeft = missing[kind] > 0 && shown[kind] === 0;
    return nothingLeft || missing[kind] > Math.max(FEW, all[kind] * SHARE);
  });
}

/** False once one could not be marked. */
async function eachMissing<T extends { psa_id: string }>(
  list: (after: string) => Promise<T[]>,
  mark: (missing: T) => Promise<boolean>,
): Promise<boolean> {
  for (let rows = await list(''); rows.length > 0; rows = await list(rows.at(-1)?.psa_id ?? '')) {
    for (const missing of rows) if (!(await mark(missing))) return false;
  }
  return true;
}

async function markCompany(
  { clock, write, unreadable }: MissingDeps,
  connector: PsaConnector,
  psaId: string,
): Promise<boolean> {
  const found = await connector.findCompany(psaId);
  if (found === 'unreadable') return leaveOut(unreadable.companies, psaId);
  return write(async (trx) => {
    if (found) await copyCompanies(trx, clock(), [found]);
    else await markCompanyGone(trx, psaId);
    await followCompany(trx, clock(), psaId);
  });
}

async function markContact(
  { clock, write, unreadable }: MissingDeps,
  connector: PsaConnector,
  { psa_id: psaId, psa_company_id: psaCompanyId }: MissingContact,
): Promise<boolean> {
  const found = await connector.findContact(psaId);
  if (found === 'unreadable') return leaveOut(unreadable.contacts, psaId);
  return write(async (trx) => {
    if (found) return void (await copyContacts(trx, clock(), [found]));
    await markContactGone(trx, psaId);
    await markBringDue(trx, [psaCompanyId], 1);
  });
}

function leaveOut(unreadable: Unreadable, psaId: string): true {
  unreadable(psaId, 'shown by its id only');
  return true;
}
