import { isSqlite } from '../db/database.js';
import type { Db } from '../db/schema.js';

export interface KeptOut {
  contacts: number;
  companies: number;
}

const OF_THE_CONNECTION = ['psa_creations', 'psa_notes', 'psa_syncs', 'psa_health'] as const;

/** How many of the PSA's companies are linked to one of ours, of how many. */
export async function readLinkCount(db: Db): Promise<{ linked: number; all: number }> {
  return db
    .selectFrom('psa_companies')
    .select((eb) => [eb.fn.count<number>('company_id').as('linked'), eb.fn.countAll<number>().as('all')])
    .executeTakeFirstOrThrow();
}

/** Holds all of the PSA's companies until the transaction ends, before anything else, as bringOver does. Answers the linked ones of ours. */
export async function holdLinks(trx: Db): Promise<string[]> {
  const companies = trx.selectFrom('psa_companies').select('company_id').orderBy('psa_id');
  const held = await companies.$if(!isSqlite(trx), (query) => query.forUpdate()).execute();
  return held.flatMap(({ company_id }) => company_id ?? []);
}

/** How many of ours the PSA keeps out at this moment. */
export async function countKeptOut(db: Db): Promise<KeptOut> {
  const count = async (table: 'contacts' | 'companies'): Promise<number> => {
    const keptOut = db.selectFrom(table).where('psa_refusal', 'is not', null);
    return (await keptOut.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
  };
  return { contacts: await count('contacts'), companies: await count('companies') };
}

/** Whom the PSA keeps out our own switch keeps out from now on. Across rooms on purpose: there is no moment in between. */
export async function keepOutEverybody(trx: Db): Promise<void> {
  const companies = trx.selectFrom('companies').select('id').where('psa_refusal', 'is not', null);
  const contacts = trx
    .selectFrom('contacts')
    .select('id')
    .where((eb) => eb.or([eb('psa_refusal', 'is not', null), eb('company_id', 'in', companies)]));
  await trx.deleteFrom('sessions').where('contact_id', 'in', contacts).execute();
  for (const table of ['contacts', 'companies'] as const)
    await trx.updateTable(table).set({ active: 0, psa_refusal: null }).where('psa_refusal', 'is not', null).execute();
}

/**
 * Forgets the copy of the PSA's companies and contacts. Of contacts that were linked it is kept that they were, across rooms:
 * an id may mean somebody else in the next PSA.
 */
export async function deleteCopy(trx: Db): Promise<void> {
  const linked = trx.selectFrom('psa_contacts').select('contact_id').where('contact_id', 'is not', null);
  await trx
    .updateTable('contacts')
    .set({ last_psa_id: '' })
    .where((eb) => eb.or([eb('last_psa_id', 'is not', null), eb('psa_refusal', '=', 'gone'), eb('id', 'in', linked)]))
    .execute();
  await trx.deleteFrom('psa_contacts').execute();
  await trx.deleteFrom('psa_companies').execute();
}

/** Forgets what waits, needs attention or was found out about the connection. */
export async function deleteConnectionState(trx: Db): Promise<void> {
  for (const table of OF_THE_CONNECTION) await trx.deleteFrom(table).execute();
}

/** Forgets when it was last read: other data have to be read in full. */
export async function deleteSyncs(trx: Db): Promise<void> {
  await trx.deleteFrom('psa_syncs').execute();
}
