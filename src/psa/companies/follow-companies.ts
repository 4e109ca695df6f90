import { type Company, findCompany } from '../../companies/company-store.js';
import { followActive, renameCompany } from '../../companies/follow-psa.js';
import type { Db } from '../../db/schema.js';
import type { PsaCompanyRow } from '../contacts/copy-store.js';
import { replaceNotes } from '../contacts/note-store.js';
import { findPsaCompany, updateFollowedName } from './company-link-store.js';

/**
 * Makes our company follow the one there, after the copy of it has changed: its state, and its name unless somebody has given
 * ours another one, which is noted. Nothing happens to one that is not linked.
 */
export async function followCompany(trx: Db, now: number, psaId: string): Promise<void> {
  const there = await findPsaCompany(trx, psaId);
  const ours = there?.company_id ? await findCompany(trx, there.company_id) : undefined;
  if (!there || !ours) return;
  if (there.name !== there.followed_name) await followName(trx, now, there, ours);
  await followActive(trx, now, ours, there.active === 1);
}

async function followName(trx: Db, now: number, there: PsaCompanyRow, ours: Company): Promise<void> {
  await updateFollowedName(trx, there.psa_id, there.name);
  const followed = ours.name === there.followed_name;
  if (followed) await renameCompany(trx, now, ours, there.name, { trace: 'by the sync with the PSA' });
  const kept = !followed && ours.name !== there.name;
  await replaceNotes(trx, now, 'renamed', ours.id, kept ? [{ subject: there.name, detail: ours.name }] : []);
}
