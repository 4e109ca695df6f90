import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { PsaConnector } from './connector.js';
import { copyCompanies, copyContacts } from './copy.js';
import {
  type Copied,
  countCopied,
  countNotSeen,
  listCompaniesNotSeen,
  listContactsNotSeen,
  markBringDue,
  markCompanyGone,
  markContactGone,
} from './copy-store.js';
import { followCompany } from './follow-companies.js';

export type Marked = 'marked' | 'shrunk';

interface MissingDeps {
  db: Db;
  clock: Clock;
}

/** So many may vanish within a day, whatever part of all that is. */
const FEW = 20;
const SHARE = 0.1;

/**
 * Marks what a full listing that began then did not show as gone, after asking for each by its id: a page may shift while it
 * is read. Answers `shrunk`, and marks nothing, when so much is missing that the PSA rather stopped showing it to us:
 * nobody is locked out because somebody took a right away from our account there. `accepted`: an administrator says it is gone.
 */
export async function markMissing(
  deps: MissingDeps,
  connector: PsaConnector,
  { since, accepted }: { since: number; accepted: boolean },
): Promise<Marked> {
  const { db } = deps;
  const all = await countCopied(db);
  const missing = await countNotSeen(db, since);
  if (isTooMuch(missing, all) && !accepted) return 'shrunk';
  await eachMissing(
    (after) => listCompaniesNotSeen(db, since, after),
    (psaId) => markCompany(deps, connector, psaId),
  );
  await eachMissing(
    (after) => listContactsNotSeen(db, since, after),
    (psaId, psaCompanyId) => markContact(deps, connector, psaId, psaCompanyId),
  );
  return 'marked';
}

function isTooMuch(missing: Copied, all: Copied): boolean {
  return (['companies', 'contacts'] as const).some((kind) => missing[kind] > Math.max(FEW, all[kind] * SHARE));
}

interface Missing {
  psa_id: string;
  psa_company_id?: string;
}

async function eachMissing(
  list: (after: string) => Promise<Missing[]>,
  mark: (psaId: string, psaCompanyId: string) => Promise<void>,
): Promise<void> {
  for (let rows = await list(''); rows.length > 0; rows = await list(rows.at(-1)?.psa_id ?? '')) {
    for (const { psa_id, psa_company_id = '' } of rows) await mark(psa_id, psa_company_id);
  }
}

async function markCompany({ db, clock }: MissingDeps, connector: PsaConnector, psaId: string): Promise<void> {
  const found = await connector.findCompany(psaId);
  await transaction(db, async (trx) => {
    if (found) await copyCompanies(trx, clock(), [found]);
    else await markCompanyGone(trx, psaId);
    await followCompany(trx, clock(), psaId);
  });
}

async function markContact(
  { db, clock }: MissingDeps,
  connector: PsaConnector,
  psaId: string,
  psaCompanyId: string,
): Promise<void> {
  const found = await connector.findContact(psaId);
  await transaction(db, async (trx) => {
    if (found) return void (await copyContacts(trx, clock(), [found]));
    await markContactGone(trx, psaId);
    await markBringDue(trx, [psaCompanyId], 1);
  });
}
