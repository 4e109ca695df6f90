import { createHmac, randomBytes, randomInt } from 'node:crypto';
import Database from 'better-sqlite3';
import ejs from 'ejs';
import express, { type Request, type Response } from 'express';
import { createTransport } from 'nodemailer';
import { serve } from './served.js';

/**
 * What the same packages cost at the least: the same requests on bare Express, a page of the same size, prepared statements,
 * a signed cookie, pooled nodemailer with a mail of three lines. None of the portal's duties: no matching, limits, record,
 * outbox, form tokens or headers, and `synchronous` as it comes with most guides to WAL.
 */
const { FILE = '', SMTP_URL = '', CONTACTS = '1', PAGE_BYTES = '0' } = process.env;
const db = new Database(FILE);
db.pragma('journal_mode = wal');
db.pragma('synchronous = normal');
db.exec(`
  create table contacts (id integer primary key, address text unique, name text);
  create table tokens (attempt text primary key, code text, contact integer, expires integer) without rowid;
  create table sessions (id text primary key, contact integer, expires integer) without rowid;
  insert into contacts with recursive n (n) as (select 0 union all select n + 1 from n where n < ${Number(CONTACTS) - 1})
    select n, 'u' || n || '@bare.example', 'First Last ' || n from n`);
const findContact = db.prepare('select id from contacts where address = ?').pluck();
const addToken = db.prepare('insert into tokens values (?, ?, ?, ?)');
const takeToken = db
  .prepare('delete from tokens where attempt = ? and code = ? and expires > ? returning contact')
  .pluck();
const addSession = db.prepare('insert into sessions values (?, ?, ?)');
const findSession = db.prepare(
  'select address, name from sessions s join contacts c on c.id = s.contact where s.id = ? and expires > ?',
);
const signIn = db.transaction((attempt: string, code: string, session: string, now: number) => {
  const contact = takeToken.get(attempt, code, now);
  return contact !== undefined && addSession.run(session, contact, now + 86_400_000);
});

const HEAD = '<!doctype html><html lang="en"><head><title>Portal</title></head><body><main><h1>Welcome</h1><ul>';
const page = ejs.compile(
  `${HEAD}<% for (const row of rows) { %><li><b><%= row.label %></b> <%= row.text %></li><% } %></ul></main></body></html>`,
);
const ROW_BYTES = 60;
const pool = createTransport({ url: SMTP_URL, pool: true, maxConnections: 5, maxMessages: Infinity, ignoreTLS: true });
const secret = randomBytes(32);
const form = express.urlencoded({ extended: false, limit: '4kb' });
const app = express().disable('x-powered-by').disable('etag');

app.post('/login', form, (req, res) => {
  const to = String(req.body.email).trim().toLowerCase();
  const contact = findContact.get(to);
  const attempt = randomBytes(24).toString('base64url');
  const code = `${randomInt(1000, 9999)}-${randomInt(1000, 9999)}`;
  if (contact !== undefined) {
    addToken.run(attempt, code, contact, Date.now() + 600_000);
    const text = `Your token:\n\n${code}\n\nIt is good for ten minutes.\n`;
    pool.sendMail({ from: 'no-reply@bare.example', to, subject: 'Your token', text }).catch(console.error);
  }
  setSigned(res, 'attempt', attempt);
  res.redirect(303, '/login/token');
});

app.post('/login/token', form, (req, res) => {
  const session = randomBytes(24).toString('base64url');
  const done = signIn(readSigned(req, 'attempt'), String(req.body.token), session, Date.now());
  if (!done) return void res.status(403).send('Wrong token');
  setSigned(res, 'session', session);
  res.redirect(303, '/');
});

app.get('/', (req, res) => {
  const live = findSession.get(readSigned(req, 'session'), Date.now()) as { address: string; name: string } | undefined;
  if (!live) return res.redirect(303, '/login');
  const rows = Array.from({ length: Number(PAGE_BYTES) / ROW_BYTES }, () => ({ label: live.name, text: live.address }));
  res.set('Cache-Control', 'no-store').send(page({ rows }));
});

serve(app);

function setSigned(res: Response, name: string, value: string): void {
  res.cookie(name, `${value}.${signature(value)}`, { httpOnly: true, sameSite: 'lax', maxAge: 86_400_000 });
}

function readSigned(req: Request, name: string): string {
  const [, value = '', sent] = new RegExp(`(?:^|; )${name}=([\\w-]+)\\.([\\w-]+)`).exec(req.headers.cookie ?? '') ?? [];
  return sent === signature(value) ? value : '';
}

function signature(value: string): string {
  return createHmac('sha256', secret).update(value).digest('base64url');
}
