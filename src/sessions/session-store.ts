import { type Selectable, sql } from 'kysely';
import { chunksOf } from '../chunks.js';
import { prepared } from '../db/prepared.js';
import type { Db, Purpose, SessionTable } from '../db/schema.js';

type Session = Selectable<SessionTable>;

/** A live session with the person it belongs to, in one row. */
export interface LiveSession {
  id_hash: string;
  handle: string;
  kind: Purpose;
  data: string;
  shared: 0 | 1;
  address_proven: 0 | 1;
  seen_at: number;
  expires_at: number;
  contact_id: string | null;
  first_name: string | null;
  last_name: string | null;
  address: string | null;
  company_id: string | null;
  company_name: string | null;
  portal_name: string | null;
  administrator_id: string | null;
  administrator_name: string | null;
  administrator_address: string | null;
}

/** More than these many sessions of one person: the one unused for longest ends. */
const SESSIONS_PER_PERSON = 20;

/**
 * The session while it, its contact and its company are all active: one query, on purpose across rooms, so that switching
 * off a contact or a company holds from the next request on.
 */
export async function findLiveSession(
  db: Db,
  idHash: string,
  kind: Purpose,
  now: number,
): Promise<LiveSession | undefined> {
  return (await selectLive(db, idHash, kind, now)).rows[0];
}

const selectLive = prepared((db, idHash: string, kind: Purpose, now: number) =>
  db
    .selectFrom('sessions as s')
    .leftJoin('contacts as c', 'c.id', 's.contact_id')
    .leftJoin('companies as o', 'o.id', 'c.company_id')
    .leftJoin('administrators as a', 'a.id', 's.administrator_id')
    .select(['s.id_hash', 's.handle', 's.kind', 's.data', 's.shared', 's.address_proven', 's.seen_at', 's.expires_at'])
    .select(['c.id as contact_id', 'c.first_name', 'c.last_name', 'c.address', 'c.company_id'])
    .select(['o.name as company_name', 'o.portal_name'])
    .select(['a.id as administrator_id', 'a.name as administrator_name', 'a.address as administrator_address'])
    .where('s.id_hash', '=', idHash)
    .where('s.kind', '=', kind)
    .where('s.ends_at', '>', now)
    .where((eb) => {
      const switchedOn = [eb('c.active', '=', 1), eb('o.active', '=', 1)];
      const inPsa = [eb('c.psa_refusal', 'is', null), eb('o.psa_refusal', 'is', null)];
      return eb.or([eb.and([...switchedOn, ...inPsa]), eb('a.id', 'is not', null)]);
    }),
);

/** Starts a session; of too many of one person the one unused for longest ends. */
export async function insertSession(db: Db, session: Omit<Session, 'ends_at'>): Promise<void> {
  await insert(db, { ...session, ends_at: Math.min(session.seen_at + session.idle_ms, session.expires_at) });
  if (session.contact_id) await deleteUnused.ofContact(db, session.contact_id);
  if (session.administrator_id) await deleteUnused.ofAdministrator(db, session.administrator_id);
}

const insert = prepared((db, session: Session) => db.insertInto('sessions').values(session));

const deleteUnused = {
  ofContact: prepared((db, id: string) => deleteBeyond(db, 'contact_id', id)),
  ofAdministrator: prepared((db, id: string) => deleteBeyond(db, 'administrator_id', id)),
};

function deleteBeyond(db: Db, owner: 'contact_id' | 'administrator_id', id: string) {
  const theirs = db.selectFrom('sessions').select('id_hash').where(owner, '=', id);
  const kept = theirs.orderBy('seen_at', 'desc').limit(SESSIONS_PER_PERSON);
  return db.deleteFrom('sessions').where(owner, '=', id).where('id_hash', 'not in', kept);
}

export async function updateSessionData(db: Db, idHash: string, data: string): Promise<void> {
  await db.updateTable('sessions').set({ data }).where('id_hash', '=', idHash).execute();
}

/** Notes that a session is used, which moves its end. */
export async function markSeen(db: Db, idHash: string, now: number): Promise<void> {
  const idleEnd = sql<number>`${now} + idle_ms`;
  await db
    .updateTable('sessions')
    .set({ seen_at: now, ends_at: sql<number>`case when ${idleEnd} < expires_at then ${idleEnd} else expires_at end` })
    .where('id_hash', '=', idHash)
    .execute();
}

/** False when it had ended before. */
export async function deleteSession(db: Db, idHash: string): Promise<boolean> {
  const result = await db.deleteFrom('sessions').where('id_hash', '=', idHash).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export type SessionOwner = { contactId: string } | { companyId: string } | { administratorId: string };

/** Ends every session of a contact, a company or an administrator. Answers how many there were. */
export async function deleteSessionsOf(db: Db, owner: SessionOwner): Promise<number> {
  const sessions = db.deleteFrom('sessions');
  const theirs =
    'contactId' in owner
      ? sessions.where('contact_id', '=', owner.contactId)
      : 'administratorId' in owner
        ? sessions.where('administrator_id', '=', owner.administratorId)
        : sessions.where(
            'contact_id',
            'in',
            db.selectFrom('contacts').select('id').where('company_id', '=', owner.companyId),
          );
  const result = await theirs.executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ends every session of these contacts. */
export async function deleteSessionsOfAll(db: Db, contactIds: string[]): Promise<void> {
  for (const some of chunksOf(contactIds)) await db.deleteFrom('sessions').where('contact_id', 'in', some).execute();
}

/** Ends every session of every contact. Answers how many there were. */
export async function deleteSessionsOfContacts(db: Db): Promise<number> {
  const result = await db.deleteFrom('sessions').where('kind', '=', 'contact').executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ends one session of this contact, named by its handle. False when it is not theirs or is over. */
export async function deleteSessionOfContact(db: Db, contactId: string, handle: string): Promise<boolean> {
  const result = await db
    .deleteFrom('sessions')
    .where('contact_id', '=', contactId)
    .where('handle', '=', handle)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export type SessionInList = Pick<LiveSession, 'handle' | 'seen_at'> & {
  client_address: string;
  user_agent: string;
  created_at: number;
};

/** A contact's live sessions, the one used last first. */
export async function listSessionsOfContact(db: Db, contactId: string, now: number): Promise<SessionInList[]> {
  return (await selectOfContact(db, contactId, now)).rows;
}

const selectOfContact = prepared((db, contactId: string, now: number) =>
  db
    .selectFrom('sessions')
    .select(['handle', 'seen_at', 'client_address', 'user_agent', 'created_at'])
    .where('contact_id', '=', contactId)
    .where('ends_at', '>', now)
    .orderBy('seen_at', 'desc'),
);

/** Deletes a batch of sessions that have ended. Answers how many went. */
export async function deleteEndedSessions(db: Db, now: number, batch: number): Promise<number> {
  const ended = db.selectFrom('sessions').select('id_hash').where('ends_at', '<=', now).orderBy('ends_at').limit(batch);
  const result = await db.deleteFrom('sessions').where('id_hash', 'in', ended).executeTakeFirst();
  return Number(result.numDeletedRows);
}
