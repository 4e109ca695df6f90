import { searchText, sortKey } from '../companies/search.js';
import type { PsaRefusal } from '../db/psa-tables.js';
import type { Db } from '../db/schema.js';
import { readPage } from '../paging.js';
import { countCompanyContacts, listCompanyContacts } from './company-contacts-store.js';
import { listFurtherAddressesOf } from './further-address-store.js';

interface CompanyContact {
  id: string;
  name: string;
  address: string;
  /** Which open the contact, too. */
  furtherAddresses: string[];
  active: boolean;
  refusal: PsaRefusal | null;
}

export interface CompanyContacts {
  contacts: CompanyContact[];
  contactsTotal: number;
  contactsPage: number;
  contactsPages: number;
  q: string;
}

/** One page of a company's contacts, for the company's page. */
export async function readCompanyContacts(
  db: Db,
  companyId: string,
  wanted: { q: string; pageNumber: number },
): Promise<CompanyContacts> {
  const q = searchText(wanted.q);
  const part = sortKey(q);
  const { rows, total, pageNumber, pages } = await readPage(
    wanted.pageNumber,
    async (slice) => ({ rows: await listCompanyContacts(db, companyId, part, slice) }),
    () => countCompanyContacts(db, companyId, part),
  );
  const further = await listFurtherAddressesOf(
    db,
    rows.map(({ id }) => id),
  );
  return {
    contacts: rows.map(({ id, first_name, last_name, address, active, psa_refusal: refusal }) => ({
      id,
      name: `${first_name} ${last_name}`,
      address,
      furtherAddresses: further.get(id) ?? [],
      active: active === 1,
      refusal,
    })),
    contactsTotal: total,
    contactsPage: pageNumber,
    contactsPages: pages,
    q,
  };
}
