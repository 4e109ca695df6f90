import type { Selectable } from 'kysely';
import { domainOf } from '../address/login-email.js';
import type { AuditEventTable } from '../db/schema.js';
import { newId } from '../id.js';
import { type AuditEvent, isByStranger } from './event.js';

export type AuditRow = Selectable<AuditEventTable>;

/** An event as it stands in the table. */
export function toAuditRow(now: number, event: AuditEvent): AuditRow {
  const { kind, outcome, address } = event;
  return {
    id: newId(now),
    at: now,
    kind,
    outcome,
    address: address ?? null,
    domain: address === undefined ? null : domainOf(address),
    client_address: event.clientAddress ?? null,
    company_id: event.companyId ?? null,
    contact_id: event.contactId ?? null,
    administrator_id: event.administratorId ?? null,
    attempt: event.attempt ?? null,
    trace: event.trace ?? '',
    by_stranger: isByStranger(kind) ? 1 : 0,
  };
}
