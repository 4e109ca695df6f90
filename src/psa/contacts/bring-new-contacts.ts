import { insertContacts } from '../../contacts/followed-contact-store.js';
import type { Db } from '../../db/schema.js';
import { newId } from '../../id.js';
import { type CopiedContact, linkContacts } from './copy-store.js';

/** Makes contacts of ours for these of the PSA's, and links them. Somebody who is signing in at this moment may be first. */
export async function bringNewContacts(
  trx: Db,
  now: number,
  companyId: string,
  inserts: CopiedContact[],
): Promise<void> {
  const rows = inserts.map(({ addresses: [address = ''], first_name, last_name, refusal }) => {
    const company = { company_id: companyId, active: 1, psa_refusal: refusal, created_at: now } as const;
    return { id: newId(now), address, first_name, last_name, ...company };
  });
  const ids = new Map((await insertContacts(trx, rows)).map(({ address, id }) => [address, id]));
  const links = inserts.flatMap(({ psa_id, addresses: [address = ''] }) => {
    const contact_id = ids.get(address);
    return contact_id ? [{ psa_id, contact_id }] : [];
  });
  await linkContacts(trx, links);
}
