import { sql } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { Db } from '../db/schema.js';
import { type AuditRow, toAuditRow } from './audit-row.js';
import type { AuditEvent } from './event.js';

/** Written out, not as a parameter: only so do both engines use the partial index. */
const BY_STRANGER = sql<boolean>`by_stranger = 1`;

/** Writes one event, in the transaction of what it tells about. */
export async function record(db: Db, now: number, event: AuditEvent): Promise<void> {
  await insertEvent(db, toAuditRow(now, event));
}

const insertEvent = prepared((db, event: AuditRow) => db.insertInto('audit_events').values(event));

/** A company's newest events first. */
export async function listCompanyEvents(db: Db, companyId: string, limit: number): Promise<AuditRow[]> {
  return db
    .selectFrom('audit_events')
    .selectAll()
    .where('company_id', '=', companyId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** The id that is so many events of strangers older than this one, which need not be there. Undefined when there is none. */
export async function findStrangersEventBefore(db: Db, id: string, rows: number): Promise<string | undefined> {
  const older = db.selectFrom('audit_events').select('id').where(BY_STRANGER).where('id', '<', id);
  return (
    await older
      .orderBy('id', 'desc')
      .offset(rows - 1)
      .limit(1)
      .executeTakeFirst()
  )?.id;
}

/** Deletes a batch of strangers' events that are older than this one. Answers how many went. */
export async function deleteStrangersEventsBefore(db: Db, id: string, batch: number): Promise<number> {
  const older = db.selectFrom('audit_events').select('id').where(BY_STRANGER).where('id', '<', id);
  const doomed = older.orderBy('id').limit(batch);
  const result = await db.deleteFrom('audit_events').where('id', 'in', doomed).executeTakeFirst();
  return Number(result.numDeletedRows);
}
