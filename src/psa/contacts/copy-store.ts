import { type Selectable, sql } from 'kysely';
import { chunksOf } from '../../chunks.js';
import { isSqlite } from '../../db/database.js';
import type { PsaCompanyTable, PsaContactTable } from '../../db/psa-tables.js';
import type { Db, Flag } from '../../db/schema.js';

export type PsaCompanyRow = Selectable<PsaCompanyTable>;
type PsaContactRow = Selectable<PsaContactTable>;
/** A contact of the copy, its addresses read. */
export type CopiedContact = Omit<PsaContactRow, 'addresses'> & { addresses: string[] };
/** What a contact of ours is linked to, and why that may not sign in. */
export type ContactLink = Pick<PsaContactRow, 'psa_id' | 'refusal'>;

/** Writes companies as the PSA shows them; what they are linked to stays. */
export async function upsertCompanies(
  db: Db,
  rows: Omit<PsaCompanyRow, 'company_id' | 'followed_name' | 'bring_due'>[],
) {
  for (const some of chunksOf(rows)) {
    await db
      .insertInto('psa_companies')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('psa_id').doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          name_sort: eb.ref('excluded.name_sort'),
          website: eb.ref('excluded.website'),
          types: eb.ref('excluded.types'),
          domains: eb.ref('excluded.domains'),
          active: eb.ref('excluded.active'),
          seen_at: eb.ref('excluded.seen_at'),
        })),
      )
      .execute();
  }
}

export type ShownContact = Omit<CopiedContact, 'contact_id' | 'followed_first_name' | 'followed_last_name'>;

/** Writes contacts as the PSA shows them; what they are linked to stays. */
export async function upsertContacts(db: Db, contacts: ShownContact[]): Promise<void> {
  const rows = contacts.map((contact) => ({ ...contact, addresses: JSON.stringify(contact.addresses) }));
  for (const some of chunksOf(rows)) {
    await db
      .insertInto('psa_contacts')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('psa_id').doUpdateSet((eb) => ({
          psa_company_id: eb.ref('excluded.psa_company_id'),
          first_name: eb.ref('excluded.first_name'),
          last_name: eb.ref('excluded.last_name'),
          addresses: eb.ref('excluded.addresses'),
          is_primary: eb.ref('excluded.is_primary'),
          refusal: eb.ref('excluded.refusal'),
          seen_at: eb.ref('excluded.seen_at'),
        })),
      )
      .execute();
  }
}

export async function listCopiedCompanies(db: Db, psaIds: string[]): Promise<PsaCompanyRow[]> {
  const found: PsaCompanyRow[] = [];
  for (const some of chunksOf(psaIds))
    found.push(...(await db.selectFrom('psa_companies').selectAll().where('psa_id', 'in', some).execute()));
  return found;
}

export async function listCopiedContacts(db: Db, psaIds: string[]): Promise<CopiedContact[]> {
  const found: PsaContactRow[] = [];
  for (const some of chunksOf(psaIds))
    found.push(...(await db.selectFrom('psa_contacts').selectAll().where('psa_id', 'in', some).execute()));
  return found.map(readAddresses);
}

/** The contacts of one of the PSA's companies. */
export async function listContactsThere(db: Db, psaCompanyId: string): Promise<CopiedContact[]> {
  const contacts = db.selectFrom('psa_contacts').selectAll().where('psa_company_id', '=', psaCompanyId);
  return (await contacts.orderBy('psa_id').execute()).map(readAddresses);
}

/** Which of the PSA's contacts the contacts of one of our companies are linked to, wherever those are there by now. */
export async function listLinks(db: Db, companyId: string): Promise<{ psa_id: string; contact_id: string }[]> {
  return db
    .selectFrom('psa_contacts')
    .innerJoin('contacts', 'contacts.id', 'psa_contacts.contact_id')
    .select(['psa_contacts.psa_id', 'contacts.id as contact_id'])
    .where('contacts.company_id', '=', companyId)
    .execute();
}

export async function findLinkOfContact(db: Db, contactId: string): Promise<ContactLink | undefined> {
  const link = db.selectFrom('psa_contacts').select(['psa_id', 'refusal']).where('contact_id', '=', contactId);
  return link.executeTakeFirst();
}

/** The PSA's company that ours is linked to. Its row is held until the transaction ends, so that one at a time brings over. */
export async function holdLinkedCompany(trx: Db, companyId: string): Promise<PsaCompanyRow | undefined> {
  return trx
    .selectFrom('psa_companies')
    .selectAll()
    .where('company_id', '=', companyId)
    .$if(!isSqlite(trx), (query) => query.forUpdate())
    .executeTakeFirst();
}

/** Remembers that the contacts of these have changed, until `listDueCompanies` were brought over. */
export async function markBringDue(db: Db, psaIds: string[], due: Flag): Promise<void> {
  for (const some of chunksOf(psaIds))
    await db.updateTable('psa_companies').set({ bring_due: due }).where('psa_id', 'in', some).execute();
}

/** Has every linked company brought over once more. */
export async function markAllBringDue(db: Db): Promise<void> {
  await db.updateTable('psa_companies').set({ bring_due: 1 }).where('company_id', 'is not', null).execute();
}

/** Ours whose contacts have to follow the copy: of these companies there, or of all. */
export async function listDueCompanies(db: Db, psaIds?: string[]): Promise<{ psa_id: string; company_id: string }[]> {
  if (psaIds?.length === 0) return [];
  return db
    .selectFrom('psa_companies')
    .select(['psa_id', 'company_id'])
    .where('company_id', 'is not', null)
    .where('bring_due', '=', 1)
    .$narrowType<{ company_id: string }>()
    .$if(psaIds !== undefined, (query) => query.where('psa_id', 'in', psaIds ?? []))
    .orderBy('psa_id')
    .execute();
}

export async function deleteContactLinks(db: Db, psaIds: string[]): Promise<void> {
  for (const some of chunksOf(psaIds))
    await db.updateTable('psa_contacts').set({ contact_id: null }).where('psa_id', 'in', some).execute();
}

/** Links contacts of the PSA with ours, which bear the names there from now on or have others on purpose. */
export async function linkContacts(db: Db, links: { psa_id: string; contact_id: string }[]): Promise<void> {
  for (const some of chunksOf(links)) {
    const pairs = some.map(({ psa_id, contact_id }) => sql`(${psa_id}, ${contact_id})`);
    await sql`
      update psa_contacts
      set contact_id = link.column2, followed_first_name = first_name, followed_last_name = last_name
      from (values ${sql.join(pairs)}) as link
      where psa_id = link.column1`.execute(db);
  }
}

/** Remembers that ours bears the name there from now on. */
export async function markNamesFollowed(db: Db, psaId: string): Promise<void> {
  await db
    .updateTable('psa_contacts')
    .set((eb) => ({ followed_first_name: eb.ref('first_name'), followed_last_name: eb.ref('last_name') }))
    .where('psa_id', '=', psaId)
    .execute();
}

function readAddresses({ addresses, ...row }: PsaContactRow): CopiedContact {
  return { ...row, addresses: JSON.parse(addresses) as string[] };
}
