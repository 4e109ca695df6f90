import type { Selectable } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { AuditEventTable, Db } from '../db/schema.js';
import { newId } from '../id.js';
import type { AuditEvent } from './event.js';

export type AuditRow = Selectable<AuditEventTable>;

const STRANGERS_KEPT_MS = 90 * 24 * 60 * 60_000;
const STRANGERS_ROWS = 1_000_000;
const PURGE_ROWS = 500;

/** Writes one event, in the transaction of what it tells about. */
export async function record(db: Db, now: number, event: AuditEvent): Promise<void> {
  const { kind, outcome, address } = event;
  await insertEvent(db, {
    id: newId(now),
    at: now,
    kind,
    outcome,
    address: address ?? null,
    domain: address?.split('@')[1] ?? null,
    client_address: event.clientAddress ?? null,
    company_id: event.companyId ?? null,
    contact_id: event.contactId ?? null,
    administrator_id: event.administratorId ?? null,
    attempt: event.attempt ?? null,
    trace: event.trace ?? '',
  });
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

/** Deletes a small batch of what strangers caused and nobody needs any more. Answers how many rows went. */
export async function deleteOldEventsOfStrangers(db: Db, now: number, maxRows = STRANGERS_ROWS): Promise<number> {
  const strangers = db.selectFrom('audit_events').where('contact_id', 'is', null).where('administrator_id', 'is', null);
  const beyond = await strangers.select('id').orderBy('id', 'desc').offset(maxRows).limit(1).executeTakeFirst();
  const oldest = newId(now - STRANGERS_KEPT_MS).slice(0, 9);
  const doomed = strangers
    .select('id')
    .where((eb) => eb.or([eb('id', '<', oldest), eb('id', '<=', beyond?.id ?? '')]))
    .orderBy('id')
    .limit(PURGE_ROWS);
  const result = await db.deleteFrom('audit_events').where('id', 'in', doomed).executeTakeFirst();
  return Number(result.numDeletedRows);
}
