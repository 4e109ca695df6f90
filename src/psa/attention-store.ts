import { sql, type Updateable } from 'kysely';
import type { PsaCreationTable, PsaNoteTable } from '../db/psa-tables.js';
import type { Db, Flag } from '../db/schema.js';

/** What is refused for want of rights is tried again by itself, but only somebody can help it. */
export const NEEDS_ATTENTION = sql<boolean>`(state = 'attention' or state = 'waiting' and reason = 'unauthorized')`;
/** It is nobody's any more: a try that is under way creates nothing, unless it has asked for that already. */
const NOBODYS = { worker: null, lease_until: null } as const;

/** A creation as it was before. `posted`: the PSA may have done it already, although no answer came. */
export interface Attended {
  reactivates: Flag;
  posted: boolean;
}

export interface NoteKey {
  kind: PsaNoteTable['kind'];
  companyId: string;
  subject: string;
}

/** A creation's way out of needing attention; with `reasons` only if it needs attention for one of them. */
export interface WayOut {
  change: Updateable<PsaCreationTable>;
  reasons?: readonly string[];
}

/** Changes a creation that needs attention. Undefined when it does not, because somebody else has dealt with it. */
export async function updateAttended(
  db: Db,
  contactId: string,
  { change, reasons }: WayOut,
): Promise<Attended | undefined> {
  const attended = db
    .updateTable('psa_creations')
    .set({ ...change, ...NOBODYS })
    .where('contact_id', '=', contactId)
    .where(NEEDS_ATTENTION)
    .returning(['reactivates', 'posted_at']);
  const updated = await (reasons ? attended.where('reason', 'in', reasons) : attended).executeTakeFirst();
  return updated && { reactivates: updated.reactivates, posted: updated.posted_at !== null };
}

/** Changes what waits for a company to be linked. Contacts are asked for across rooms, so that it is one statement. */
export async function updateWaiting(
  db: Db,
  companyId: string,
  change: WayOut['change'],
): Promise<Pick<Attended, 'posted'>[]> {
  const updated = await db
    .updateTable('psa_creations')
    .set({ ...change, ...NOBODYS })
    .where('state', '=', 'waiting')
    .where('reason', '=', 'company-not-linked')
    .where('contact_id', 'in', db.selectFrom('contacts').select('id').where('company_id', '=', companyId))
    .returning('posted_at')
    .execute();
  return updated.map(({ posted_at }) => ({ posted: posted_at !== null }));
}

/** False when somebody else was first. */
export async function markNoteDone(db: Db, now: number, { kind, companyId, subject }: NoteKey): Promise<boolean> {
  const result = await db
    .updateTable('psa_notes')
    .set({ done_at: now })
    .where('done_at', 'is', null)
    .where('kind', '=', kind)
    .where('company_id', '=', companyId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
