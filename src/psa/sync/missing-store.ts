import { type RawBuilder, sql } from 'kysely';
import { chunksOf } from '../../chunks.js';
import { FAR_AHEAD_MS } from '../../clock.js';
import type { PsaContactTable } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';

export type MissingContact = Pick<PsaContactTable, 'psa_id' | 'psa_company_id'>;

/** As many as are asked for one by one before the list is looked at again. */
const AT_ONCE = 250;

/** Some of the contacts that a full listing since then did not show, in order. */
export async function listContactsNotSeen(db: Db, since: number, after: string): Promise<MissingContact[]> {
  return db
    .selectFrom('psa_contacts')
    .select(['psa_id', 'psa_company_id'])
    .where(notSeen(since))
    .where('refusal', 'is distinct from', 'gone')
    .where('psa_id', '>', after)
    .orderBy('psa_id')
    .limit(AT_ONCE)
    .execute();
}

/** Some of the companies that a full listing since then did not show, in order. */
export async function listCompaniesNotSeen(db: Db, since: number, after: string): Promise<{ psa_id: string }[]> {
  return db
    .selectFrom('psa_companies')
    .select('psa_id')
    .where(notSeen(since))
    .where('active', '=', 1)
    .where('psa_id', '>', after)
    .orderBy('psa_id')
    .limit(AT_ONCE)
    .execute();
}

/** They were shown, although nothing else is known of them. */
export async function markSeen(db: Db, kind: keyof Copied, psaIds: string[], now: number): Promise<void> {
  for (const some of chunksOf(psaIds))
    await db.updateTable(`psa_${kind}`).set({ seen_at: now }).where('psa_id', 'in', some).execute();
}

export async function markContactGone(db: Db, psaId: string): Promise<void> {
  await db.updateTable('psa_contacts').set({ refusal: 'gone' }).where('psa_id', '=', psaId).execute();
}

export async function markCompanyGone(db: Db, psaId: string): Promise<void> {
  await db.updateTable('psa_companies').set({ active: 0 }).where('psa_id', '=', psaId).execute();
}

export interface Copied {
  companies: number;
  contacts: number;
}

/** How many there are in the copy that are still there. */
export async function countCopied(db: Db): Promise<Copied> {
  const companies = db.selectFrom('psa_companies').select((eb) => eb.fn.countAll<number>().as('count'));
  const contacts = db.selectFrom('psa_contacts').select((eb) => eb.fn.countAll<number>().as('count'));
  return {
    companies: Number((await companies.where('active', '=', 1).executeTakeFirstOrThrow()).count),
    contacts: Number((await contacts.where('refusal', 'is distinct from', 'gone').executeTakeFirstOrThrow()).count),
  };
}

/** How many that let somebody in until now a full listing since then did not show. */
export async function countNotSeen(db: Db, since: number): Promise<Copied> {
  const companies = db.selectFrom('psa_companies').select((eb) => eb.fn.countAll<number>().as('count'));
  const contacts = db.selectFrom('psa_contacts').select((eb) => eb.fn.countAll<number>().as('count'));
  const missing = contacts.where(notSeen(since)).where('refusal', 'is', null);
  const gone = companies.where(notSeen(since)).where('active', '=', 1);
  return {
    companies: Number((await gone.executeTakeFirstOrThrow()).count),
    contacts: Number((await missing.executeTakeFirstOrThrow()).count),
  };
}

/** What was seen in a future that a wrong clock showed may be gone like everything else. */
function notSeen(since: number): RawBuilder<boolean> {
  return sql<boolean>`(seen_at < ${since} or seen_at > ${since + FAR_AHEAD_MS})`;
}
