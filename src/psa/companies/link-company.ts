import { type Actor, actedBy } from '../../audit/actor.js';
import { record } from '../../audit/audit-store.js';
import type { Clock } from '../../clock.js';
import { addCompany } from '../../companies/company.js';
import { type Company, findCompany } from '../../companies/company-store.js';
import { followActive, keepOutCompany, renameCompany } from '../../companies/follow-psa.js';
import { isUniqueViolation } from '../../db/errors.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import { endAllFurtherAddresses } from '../contacts/bring-further-addresses.js';
import { bringOver } from '../contacts/bring-over.js';
import type { PsaCompanyRow } from '../contacts/copy-store.js';
import { replaceNotes } from '../contacts/note-store.js';
import {
  deleteLink,
  findPsaCompanyOf,
  holdPsaCompany,
  insertLink,
  keepOutContacts,
  releaseContacts,
  updateFollowedName,
  wakeCreations,
} from './company-link-store.js';

export interface LinkDeps {
  db: Db;
  clock: Clock;
  /** Contacts may have waited for the link to be created there. */
  psa: { wake(): void };
}

export type CompanyLinked =
  | { kind: 'linked'; companyId: string; name: string }
  /** Somebody linked the one there; to which of ours. */
  | { kind: 'linked-elsewhere'; name: string; companyId: string }
  /** Ours is linked to another one there. */
  | { kind: 'ours-linked'; name: string; otherName: string }
  | { kind: 'not-found' };

/** Links a company of the PSA to one of ours; its contacts follow from that moment on. */
export async function linkCompany(
  { db, clock, psa }: LinkDeps,
  psaId: string,
  companyId: string,
  by: Actor,
): Promise<CompanyLinked> {
  const link = (): Promise<CompanyLinked> =>
    transaction(db, async (trx) => {
      const [there, ours] = [await holdPsaCompany(trx, psaId), await findCompany(trx, companyId)];
      return there && ours ? linkBoth(trx, clock(), there, ours, by) : { kind: 'not-found' };
    });
  // When somebody else has linked ours in the same moment, we can tell by now to which.
  const linked = await link().catch((error) => (isUniqueViolation(error) ? link() : Promise.reject(error)));
  psa.wake();
  return linked;
}

/** Makes a company of ours with the name of the PSA's, and links the two. */
export async function importCompany({ db, clock }: LinkDeps, psaId: string, by: Actor): Promise<CompanyLinked> {
  return transaction(db, async (trx): Promise<CompanyLinked> => {
    const there = await holdPsaCompany(trx, psaId);
    if (!there) return { kind: 'not-found' };
    if (there.company_id !== null) return elsewhere(there, there.company_id);
    const ours = await findCompany(trx, await addCompany({ db: trx, clock }, there.name, by));
    if (!ours) throw new Error('A company that was just added is not there');
    return linkBoth(trx, clock(), there, ours, by);
  });
}

export type NameTaken = { kind: 'renamed'; name: string } | { kind: 'not-linked' };

/** Gives a company of ours the name that it has in the PSA, which it follows from then on; what was noted about it is settled. */
export async function takeOverName({ db, clock }: LinkDeps, companyId: string, by: Actor): Promise<NameTaken> {
  return transaction(db, async (trx): Promise<NameTaken> => {
    const [there, ours] = [await findPsaCompanyOf(trx, companyId), await findCompany(trx, companyId)];
    if (!there || !ours) return { kind: 'not-linked' };
    await updateFollowedName(trx, there.psa_id, there.name);
    await replaceNotes(trx, clock(), 'renamed', companyId, []);
    if (ours.name !== there.name) await renameCompany(trx, clock(), ours, there.name, actedBy(by));
    return { kind: 'renamed', name: there.name };
  });
}

export type CompanyUnlinked = { kind: 'unlinked'; company: Company } | { kind: 'not-found' };

/**
 * Ends a link: contacts follow nothing any more and have their own address only, and whom the PSA kept out stays out by our own
 * switch.
 */
export async function unlinkCompany({ db, clock }: LinkDeps, psaId: string, by: Actor): Promise<CompanyUnlinked> {
  return transaction(db, async (trx): Promise<CompanyUnlinked> => {
    const there = await holdPsaCompany(trx, psaId);
    const ours = there?.company_id ? await findCompany(trx, there.company_id) : undefined;
    if (!there || !ours) return { kind: 'not-found' };
    await deleteLink(trx, psaId);
    await endAllFurtherAddresses(trx, clock(), ours.id);
    await releaseContacts(trx, ours.id);
    const keptOut = await keepOutContacts(trx, ours.id);
    const companyToo = await keepOutCompany(trx, ours);
    const deactivated = [...(companyToo ? ['the company'] : []), ...(keptOut > 0 ? [`${keptOut} contacts`] : [])];
    const more = deactivated.length > 0 ? `; deactivated, because it kept them out: ${deactivated.join(', ')}` : '';
    const trace = `${nameAndId(there)}${more}`;
    await record(trx, clock(), { kind: 'company', outcome: 'unlinked', companyId: ours.id, ...actedBy(by, trace) });
    return { kind: 'unlinked', company: ours };
  });
}

async function linkBoth(trx: Db, now: number, there: PsaCompanyRow, ours: Company, by: Actor): Promise<CompanyLinked> {
  const { id: companyId, name } = ours;
  if (there.company_id === companyId) return { kind: 'linked', companyId, name };
  if (there.company_id !== null) return elsewhere(there, there.company_id);
  const other = await findPsaCompanyOf(trx, companyId);
  if (other) return { kind: 'ours-linked', name, otherName: other.name };
  await insertLink(trx, there, companyId);
  const trace = nameAndId(there);
  await record(trx, now, { kind: 'company', outcome: 'linked', companyId, ...actedBy(by, trace) });
  await followActive(trx, now, ours, there.active === 1);
  await bringOver(trx, now, companyId);
  await wakeCreations(trx, now, companyId);
  return { kind: 'linked', companyId, name };
}

function elsewhere({ name }: PsaCompanyRow, companyId: string): CompanyLinked {
  return { kind: 'linked-elsewhere', name, companyId };
}

function nameAndId({ name, psa_id }: PsaCompanyRow): string {
  return `${name} (${psa_id})`;
}
