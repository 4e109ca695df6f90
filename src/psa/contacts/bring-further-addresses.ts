import { record } from '../../audit/audit-store.js';
import {
  deleteFurtherAddresses,
  insertFurtherAddresses,
  listFurtherAddresses,
} from '../../contacts/further-address-store.js';
import type { Db } from '../../db/schema.js';
import type { ContactPlan } from './contact-plan.js';
import { listLinks } from './copy-store.js';
import { endSignIns } from './end-sign-ins.js';

type Planned = ContactPlan['further'];

/** Takes away the further addresses that are not their contacts' in the plan, and signs these out. */
export async function endFurtherAddresses(trx: Db, now: number, companyId: string, planned: Planned): Promise<void> {
  const wanted = await ownersOf(trx, companyId, planned);
  const given = new Set(planned.map(({ address }) => address));
  const here = await listFurtherAddresses(trx, companyId);
  const ended = here.flatMap(({ address, contact_id: contactId }) =>
    wanted.get(address) === contactId ? [] : [{ address, contactId }],
  );
  // They may have signed in with it, and nobody can tell which of their sessions that was.
  await endSignIns(trx, ended);
  await deleteFurtherAddresses(
    trx,
    companyId,
    ended.map(({ address }) => address),
  );
  for (const { address, contactId } of ended) {
    const trace = given.has(address) ? 'belongs to another contact now' : 'no further address of theirs any more';
    await record(trx, now, { kind: 'contact', outcome: 'address-ended', contactId, companyId, address, trace });
  }
}

/** Gives contacts their further addresses of the plan. Of those who were here before each is recorded: it opens an account. */
export async function addFurtherAddresses(
  trx: Db,
  now: number,
  { companyId, planned, before }: { companyId: string; planned: Planned; before: { id: string }[] },
): Promise<void> {
  const has = new Set((await listFurtherAddresses(trx, companyId)).map(({ address }) => address));
  const added = [...(await ownersOf(trx, companyId, planned))].filter(([address]) => !has.has(address));
  const rows = added.map(([address, contact_id]) => ({ address, company_id: companyId, contact_id }));
  await insertFurtherAddresses(trx, rows);
  const known = new Set(before.map(({ id }) => id));
  for (const { address, contact_id: contactId } of rows) {
    if (known.has(contactId))
      await record(trx, now, { kind: 'contact', outcome: 'address-added', contactId, companyId, address });
  }
}

/** Whose each address is: a contact of ours, as far as it is linked. */
async function ownersOf(trx: Db, companyId: string, planned: Planned): Promise<Map<string, string>> {
  const contactIds = new Map((await listLinks(trx, companyId)).map(({ psa_id, contact_id }) => [psa_id, contact_id]));
  return new Map(
    planned.flatMap(({ address, there }) => {
      const contactId = contactIds.get(there.psa_id);
      return contactId ? [[address, contactId] as const] : [];
    }),
  );
}
