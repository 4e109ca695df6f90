import { record } from '../audit/audit-store.js';
import {
  deleteFurtherAddresses,
  insertFurtherAddresses,
  listFurtherAddresses,
} from '../contacts/further-address-store.js';
import type { Db } from '../db/schema.js';
import { listLinks } from './copy-store.js';
import { endSignIns } from './end-sign-ins.js';
import { insertNote } from './note-store.js';
import type { ContactPlan } from './plan-contacts.js';

/** Makes the further addresses of a company's contacts those of the plan. One that changes hands signs out whoever had it. */
export async function bringFurtherAddresses(
  trx: Db,
  now: number,
  companyId: string,
  planned: ContactPlan['further'],
): Promise<void> {
  const contactIds = new Map((await listLinks(trx, companyId)).map(({ psa_id, contact_id }) => [psa_id, contact_id]));
  const wanted = new Map(
    planned.flatMap(({ address, there }) => {
      const contactId = contactIds.get(there.psa_id);
      return contactId ? [[address, contactId] as const] : [];
    }),
  );
  const before = new Map(
    (await listFurtherAddresses(trx, companyId)).map(({ address, contact_id }) => [address, contact_id]),
  );
  const added = [...wanted].filter(([address, contactId]) => before.get(address) !== contactId);
  const ended = [...before].filter(([address, contactId]) => wanted.get(address) !== contactId);
  await deleteFurtherAddresses(
    trx,
    companyId,
    ended.map(([address]) => address),
  );
  const rows = added.map(([address, contact_id]) => ({ address, company_id: companyId, contact_id }));
  await insertFurtherAddresses(trx, rows);
  for (const [address, contactId] of ended) {
    // They may have signed in with it, and nobody can tell which of their sessions that was.
    await endSignIns(trx, contactId, address);
    const trace = wanted.has(address) ? 'belongs to another contact now' : 'not theirs any more';
    await record(trx, now, { kind: 'contact', outcome: 'address-ended', contactId, companyId, address, trace });
    if (!wanted.has(address)) continue;
    await insertNote(trx, { kind: 'moved', company_id: companyId, subject: address, detail: '', created_at: now });
  }
}
