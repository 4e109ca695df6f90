import { type Insertable, sql } from 'kysely';
import { chunksOf } from '../../chunks.js';
import type { PsaNoteTable } from '../../db/psa-tables.js';
import type { Db } from '../../db/schema.js';

type Note = Insertable<PsaNoteTable>;

/** Leaves a note for an administrator; the same one twice stays one, with the newest words. */
export async function insertNote(db: Db, note: Note): Promise<void> {
  await db
    .insertInto('psa_notes')
    .values(note)
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'company_id', 'subject'])
        .doUpdateSet({ detail: note.detail, created_at: note.created_at, done_at: null }),
    )
    .execute();
}

/** Makes a company's notes of one kind these: what is settled goes; what is as it was stays so, also where it is done. */
export async function replaceNotes(
  db: Db,
  now: number,
  kind: Note['kind'],
  companyId: string,
  notes: Pick<Note, 'subject' | 'detail'>[],
): Promise<void> {
  const before = await db
    .selectFrom('psa_notes')
    .select('subject')
    .where('kind', '=', kind)
    .where('company_id', '=', companyId)
    .execute();
  const subjects = new Set(notes.map(({ subject }) => subject));
  const settled = before.filter(({ subject }) => !subjects.has(subject));
  for (const some of chunksOf(settled.map(({ subject }) => subject))) {
    const gone = db.deleteFrom('psa_notes').where('kind', '=', kind).where('company_id', '=', companyId);
    await gone.where('subject', 'in', some).execute();
  }
  for (const some of chunksOf(notes)) {
    await db
      .insertInto('psa_notes')
      .values(some.map((note) => ({ ...note, kind, company_id: companyId, created_at: now })))
      .onConflict((conflict) =>
        conflict.columns(['kind', 'company_id', 'subject']).doUpdateSet((eb) => ({
          detail: eb.ref('excluded.detail'),
          done_at: sql<number | null>`case when psa_notes.detail = excluded.detail then psa_notes.done_at end`,
        })),
      )
      .execute();
  }
}
