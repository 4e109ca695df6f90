import { record } from '../../audit/audit-store.js';
import {
  deleteFurtherAddresses,
  type FurtherAddress,
  insertFurtherAddresses,
  listFurtherAddresses,
} from '../../contacts/further-address-store.js';
import type { Db } from '../../db/schema.js';
import type { ContactPlan } from './contact-plan.js';
import { listLinks } from './copy-store.js';
import { endSignIns } from './end-sign-ins.js';

interface Further {
  companyId: string;
  /** What the company's contacts had until now. */
  had: FurtherAddress[];
  planned: ContactPlan['further'];
}

/** Takes away the further addresses that are not their contacts' in the plan, and signs these out. */
export async function endFurtherAddresses(trx: Db, now: number, further: Further): Promise<void> {
  const { companyId, had, planned } = further;
  const wanted = await ownersOf(trx, further);
  const given = new Set(planned.map(({ address }) => address));
  const ended = had.flatMap(({ address, contact_id: contactId }) =>
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

/** Takes away all further addresses of a company's contacts: they follow nothing any more. */
export async function endAllFurtherAddresses(trx: Db, now: number, companyId: string): Promise<void> {
  await endFurtherAddresses(trx, now, { companyId, had: await listFurtherAddresses(trx, companyId), planned: [] });
}

/** Gives contacts their further addresses of the plan. Of those who were here before each is recorded: it opens an account. */
export async function addFurtherAddresses(
  trx: Db,
  now: number,
  { before, ...further }: Further & { before: { id: string }[] },
): Promise<void> {
  const { companyId, had } = further;
  const has = new Map(had.map(({ address, contact_id }) => [address, contact_id]));
  const added = [...(await ownersOf(trx, further))].filter(([address, contactId]) => has.get(address) !== contactId);
  const rows = added.map(([address, contact_id]) => ({ address, company_id: companyId, contact_id }));
  await insertFurtherAddresses(trx, rows);
  const known = new Set(before.map(({ id }) => id));
  for (const { address, contact_id: contactId } of rows) {
    if (known.has(contactId))
      await record(trx, now, { kind: 'contact', outcome: 'address-added', contactId, companyId, address });
  }
}

/** Whose each address is: a contact of ours, as far as it is linked. */
async function ownersOf(trx: Db, { companyId, planned }: Further): Promise<Map<string, string>> {
  if (planned.length === 0) return new Map();
  const contactIds = new Map((await listLinks(trx, companyId)).map(({ psa_id, contact_id }) => [psa_id, contact_id]));
  return new Map(
    planned.flatMap(({ address, there }) => {
      const contactId = contactIds.get(there.psa_id);
      return contactId ? [[address, contactId] as const] : [];
    }),
  );
}
