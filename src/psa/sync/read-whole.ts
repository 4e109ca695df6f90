import type { Db } from '../../db/schema.js';
import type { PsaConnector, PsaContact } from '../connector.js';
import { listCopiedContacts } from '../contacts/copy-store.js';

/**
 * Of a list that hides further addresses: asks for those contacts one by one of whom we know some, because they may have
 * them no more. Of everybody else a look-up finds them, when they sign in. Answers the page with what was learned.
 */
export async function readWhole(db: Db, connector: PsaConnector, page: PsaContact[]): Promise<PsaContact[]> {
  const partial = page.filter((contact) => contact.partial).map(({ id }) => id);
  const copied = partial.length > 0 ? await listCopiedContacts(db, partial) : [];
  const known = new Set(copied.filter(({ addresses }) => addresses.length > 1).map(({ psa_id }) => psa_id));
  const whole: PsaContact[] = [];
  for (const contact of page) {
    const found = known.has(contact.id) ? await connector.findContact(contact.id) : undefined;
    whole.push(typeof found === 'object' ? found : contact);
  }
  return whole;
}
