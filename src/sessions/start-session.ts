import type { Db, Flag } from '../db/schema.js';
import { randomToken } from '../id.js';
import { hashSecret } from '../secret.js';
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

export type NewSession =
  | {
      kind: 'contact';
      contactId: string;
      shared: boolean;
      /** False when a directory vouched for the person: their address is what it says, and opens no other company. */
      addressProven: boolean;
      /** Days without use after which it ends. */
      keepDays: number;
      /** The end of the session that it takes over from, which it must not outlive. */
      notAfter?: number;
    }
  | { kind: 'administrator'; administratorId: string };

export interface StartedSession {
  /** The cookie's value, which is nowhere else. */
  id: string;
  shared: boolean;
  expiresAt: number;
}

/** Starts a session in the caller's transaction. */
export async function startSession(trx: Db, now: number, wanted: NewSession, client: Client): Promise<StartedSession> {
  const id = randomToken(32);
  const { shared, idle, end } = lifeOf(wanted, now);
  await insertSession(trx, {
    id_hash: hashSecret(id),
    handle: randomToken(12),
    kind: wanted.kind,
    contact_id: wanted.kind === 'contact' ? wanted.contactId : null,
    administrator_id: wanted.kind === 'administrator' ? wanted.administratorId : null,
    shared: Number(shared) as Flag,
    address_proven: wanted.kind === 'contact' && !wanted.addressProven ? 0 : 1,
    data: NO_DATA,
    client_address: client.address,
    user_agent: client.userAgent,
    created_at: now,
    seen_at: now,
    idle_ms: idle,
    expires_at: end,
  });
  return { id, shared, expiresAt: end };
}

function lifeOf(wanted: NewSession, now: number): { shared: boolean; idle: number; end: number } {
  if (wanted.kind === 'administrator') {
    return { shared: false, idle: ADMINISTRATOR_IDLE, end: now + LONGEST.administrator };
  }
  const { shared, keepDays, notAfter = Number.POSITIVE_INFINITY } = wanted;
  const longest = shared ? LONGEST.shared : LONGEST.contact;
  return { shared, idle: shared ? LONGEST.shared : keepDays * DAY, end: Math.min(now + longest, notAfter) };
}
