import { sql, type Updateable } from 'kysely';
import type { PsaCreationTable, PsaNoteTable } from '../db/psa-tables.js';
import type { Db } from '../db/schema.js';

/** What is refused for want of rights is tried again by itself, but only somebody can help it. */
export const NEEDS_ATTENTION = sql<boolean>`(state = 'attention' or state = 'waiting' and reason = 'unauthorized')`;

/** Whose creation it is. */
export interface Creation {
  contactId: string;
  companyId: string;
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
): Promise<Creation | undefined> {
  const attended = db
    .updateTable('psa_creations')
    .set(change)
    .where('contact_id', '=', contactId)
    .where(NEEDS_ATTENTION);
  const { numUpdatedRows } = await (reasons ? attended.where('reason', 'in', reasons) : attended).executeTakeFirst();
  if (numUpdatedRows === 0n) return undefined;
  const contact = db.selectFrom('contacts').select('company_id').where('id', '=', contactId);
  return { contactId, companyId: (await contact.executeTakeFirstOrThrow()).company_id };
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
