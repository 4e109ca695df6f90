import { sql } from 'kysely';
import { isSqlite } from '../../db/database.js';
import type { Db } from '../../db/schema.js';
import type { PsaCompanyRow } from '../contacts/copy-store.js';

export async function findPsaCompany(db: Db, psaId: string): Promise<PsaCompanyRow | undefined> {
  return db.selectFrom('psa_companies').selectAll().where('psa_id', '=', psaId).executeTakeFirst();
}

/** The same, held until the transaction ends: of two who link it, the second one sees what the first one did. */
export async function holdPsaCompany(trx: Db, psaId: string): Promise<PsaCompanyRow | undefined> {
  const found = trx.selectFrom('psa_companies').selectAll().where('psa_id', '=', psaId);
  return found.$if(!isSqlite(trx), (query) => query.forUpdate()).executeTakeFirst();
}

/** The PSA's company that this one of ours is linked to. */
export async function findPsaCompanyOf(db: Db, companyId: string): Promise<PsaCompanyRow | undefined> {
  return db.selectFrom('psa_companies').selectAll().where('company_id', '=', companyId).executeTakeFirst();
}

/** Throws a unique violation when the company of ours is linked to another one. */
export async function insertLink(trx: Db, { psa_id: psaId, name }: PsaCompanyRow, companyId: string): Promise<void> {
  const link = { company_id: companyId, followed_name: name };
  await trx.updateTable('psa_companies').set(link).where('psa_id', '=', psaId).execute();
}

export async function updateFollowedName(trx: Db, psaId: string, name: string): Promise<void> {
  await trx.updateTable('psa_companies').set({ followed_name: name }).where('psa_id', '=', psaId).execute();
}

/**
 * What waited for the link is due at once. A try that has asked for it a moment ago loses its lease, and does not write any
 * more that there is none. Contacts are asked for across rooms, so that it is one statement.
 */
export async function wakeCreations(trx: Db, now: number, companyId: string): Promise<void> {
  const contacts = trx.selectFrom('contacts').select('id').where('company_id', '=', companyId);
  await trx
    .updateTable('psa_creations')
    .set({ state: 'waiting', next_try_at: now, lease_until: null })
    .where('state', '<>', 'done')
    .where((eb) => {
      const untold = eb('reason', 'is', null).and('posted_at', 'is', null);
      return eb.or([eb('reason', '=', 'company-not-linked'), untold]);
    })
    .where('contact_id', 'in', contacts)
    .execute();
}

export async function deleteLink(trx: Db, psaId: string): Promise<void> {
  const none = { company_id: null, followed_name: null };
  await trx.updateTable('psa_companies').set(none).where('psa_id', '=', psaId).execute();
}

/**
 * The company's contacts follow nothing there any more, and what was noted about them is void. Each remembers what it was
 * linked to, across rooms, so that nobody else becomes it by the next link.
 */
export async function releaseContacts(trx: Db, companyId: string): Promise<void> {
  const link = sql<string | null>`(select psa_id from psa_contacts where contact_id = contacts.id)`;
  await trx
    .updateTable('contacts')
    .set({ last_psa_id: sql<string>`coalesce(${link}, '')` })
    .where('company_id', '=', companyId)
    .where((eb) => eb.or([eb(link, 'is not', null), eb('psa_refusal', '=', 'gone')]))
    .execute();
  const contacts = trx.selectFrom('contacts').select('id').where('company_id', '=', companyId);
  await trx
    .updateTable('psa_contacts')
    .set({ contact_id: null, followed_first_name: null, followed_last_name: null })
    .where('contact_id', 'in', contacts)
    .execute();
  await trx.deleteFrom('psa_notes').where('company_id', '=', companyId).execute();
}

/** Whom the PSA keeps out our own switch keeps out from now on; answers how many contacts. Across rooms: there is no moment in between. */
export async function keepOutContacts(trx: Db, companyId: string): Promise<number> {
  const result = await trx
    .updateTable('contacts')
    .set({ active: 0, psa_refusal: null })
    .where('company_id', '=', companyId)
    .where('psa_refusal', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** How many contacts of this company of ours follow one there. */
export async function countFollowing(db: Db, companyId: string): Promise<number> {
  const contacts = db.selectFrom('contacts').select('id').where('company_id', '=', companyId);
  const following = db.selectFrom('psa_contacts').where('contact_id', 'in', contacts);
  return (await following.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
}
