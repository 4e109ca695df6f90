import { sql } from 'kysely';
import { contains } from '../db/contains.js';
import type { Db } from '../db/schema.js';
import type { Slice } from '../paging.js';
import type { Contact } from './contact-store.js';

/** A company's contacts by last name; `part`, spelled as a sort key, is looked for in names and addresses, empty finds everybody. */
export async function listCompanyContacts(
  db: Db,
  companyId: string,
  part: string,
  { limit, offset }: Slice,
): Promise<Contact[]> {
  return contactsOf(db, companyId, part)
    .selectAll()
    .orderBy('name_sort')
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
  // Twice, because pages show the first name first: "hart amelia hart amelia" has both orders in it.
  const bothOrders = sql`name_sort || ' ' || name_sort`;
  return contacts.where((eb) => {
    const further = eb
      .selectFrom('further_addresses')
      .select('contact_id')
      .where('company_id', '=', companyId)
      .where(contains(db, sql.ref('address'), part));
    return eb.or([contains(db, bothOrders, part), contains(db, sql.ref('address'), part), eb('id', 'in', further)]);
  });
}
