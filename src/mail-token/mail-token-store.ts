import type { Selectable } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { Db, MailTokenTable, Purpose } from '../db/schema.js';

export type MailToken = Selectable<MailTokenTable>;

export async function insertMailToken(db: Db, token: MailToken): Promise<void> {
  await insert(db, token);
}

const insert = prepared((db, token: MailToken) => db.insertInto('mail_tokens').values(token));

export async function findMailToken(db: Db, attempt: string, send: number): Promise<MailToken | undefined> {
  return db
    .selectFrom('mail_tokens')
    .selectAll()
    .where('attempt', '=', attempt)
    .where('send_number', '=', send)
    .executeTakeFirst();
}

/** An attempt's tokens, the newest first. */
export async function listMailTokens(db: Db, attempt: string): Promise<MailToken[]> {
  return (await selectOfAttempt(db, attempt)).rows;
}

const selectOfAttempt = prepared((db, attempt: string) =>
  db.selectFrom('mail_tokens').selectAll().where('attempt', '=', attempt).orderBy('send_number', 'desc'),
);

export interface TokenForMail extends MailToken {
  purpose: Purpose;
  handle: string;
  address: string;
  state: string;
  client_address: string;
  user_agent: string;
  portal_name: string | null;
}

/** A token with all that its mail tells: the attempt it is for, and the name its company gives the portal. */
export async function findTokenForMail(
  db: Db,
  attempt: string,
  send: number,
  companyId: string | null,
): Promise<TokenForMail | undefined> {
  return (await selectForMail(db, attempt, send, companyId ?? '')).rows[0];
}

const selectForMail = prepared((db, attempt: string, send: number, companyId: string) =>
  db
    .selectFrom('mail_tokens as t')
    .innerJoin('attempts as a', 'a.handle', 't.attempt')
    .leftJoin('companies as c', (join) => join.on('c.id', '=', companyId))
    .selectAll('t')
    .select(['a.purpose', 'a.handle', 'a.address', 'a.state', 'a.client_address', 'a.user_agent', 'c.portal_name'])
    .where('t.attempt', '=', attempt)
    .where('t.send_number', '=', send),
);
