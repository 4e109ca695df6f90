import { createHash } from 'node:crypto';
import type { Db, Flag, Purpose } from '../db/schema.js';
import { randomToken } from '../id.js';
import { insertSession } from './session-store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** However much a session is used, it ends after this. */
const LONGEST = { contact: 365 * DAY, shared: 8 * HOUR, administrator: 12 * HOUR };
const ADMINISTRATOR_IDLE = HOUR;
/** What a session keeps besides its person, as JSON. */
export const NO_DATA = '{}';

/** A browser as a session remembers it. */
export interface Client {
  address: string;
  userAgent: string;
}

export interface NewSession {
  kind: Purpose;
  personId: string;
  shared: boolean;
  /** Days without use after which a contact's session ends. */
  keepDays: number;
  client: Client;
}

export interface StartedSession {
  /** The cookie's value, which is nowhere else. */
  id: string;
  shared: boolean;
  expiresAt: number;
}

/** Starts a session in the caller's transaction. */
export async function startSession(
  trx: Db,
  now: number,
  { kind, personId, shared, keepDays, client }: NewSession,
): Promise<StartedSession> {
  const id = randomToken(32);
  const longest = kind === 'administrator' ? LONGEST.administrator : shared ? LONGEST.shared : LONGEST.contact;
  const idle = kind === 'administrator' ? ADMINISTRATOR_IDLE : shared ? LONGEST.shared : keepDays * DAY;
  await insertSession(trx, {
    id_hash: hashSessionId(id),
    handle: randomToken(12),
    kind,
    contact_id: kind === 'contact' ? personId : null,
    administrator_id: kind === 'administrator' ? personId : null,
    shared: Number(shared) as Flag,
    data: NO_DATA,
    client_address: client.address,
    user_agent: client.userAgent,
    created_at: now,
    seen_at: now,
    idle_ms: Math.min(idle, longest),
    expires_at: now + longest,
  });
  return { id, shared, expiresAt: now + longest };
}

/** What stands in the table: 256 random bits need no salt. */
export function hashSessionId(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
