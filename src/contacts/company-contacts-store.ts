import { sql } from 'kysely';
import type { Db } from '../db/schema.js';
import type { Slice } from '../paging.js';
import type { Contact } from './contact-store.js';

/** A company's contacts by name; `part` is looked for in names and addresses, empty finds everybody. */
export async function listCompanyContacts(
  db: Db,
  companyId: string,
  part: string,
  { limit, offset }: Slice,
): Promise<Contact[]> {
  return contactsOf(db, companyId, part)
    .selectAll()
    .orderBy('last_name')
    .orderBy('first_name')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countCompanyContacts(db: Db, companyId: string, part: string): Promise<number> {
  const { count } = await contactsOf(db, companyId, part)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function contactsOf(db: Db, companyId: string, part: string) {
  const contacts = db.selectFrom('contacts').where('company_id', '=', companyId);
  if (part === '') return contacts;
  const pattern = `%${part.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  return contacts.where(
    sql<boolean>`lower(first_name || ' ' || last_name || ' ' || address) like ${pattern} escape '!'`,
  );
}
