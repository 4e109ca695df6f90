import path from 'node:path';
import Database from 'better-sqlite3';
import request, { type Response } from 'supertest';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.js';
import { freshPostgres } from '../support/postgres.js';
import { type Running, startedServer, temporaryFolder } from '../support/process.js';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.js';
import { openVisitor, type Visitor } from '../support/visitor.js';

interface Pair {
  /** As browsers see it; the first process listens there. */
  publicUrl: string;
  urls: [string, string];
  dataDir: string;
  processes: [Running, Running];
  sink: SmtpSink;
}

async function startPair(databaseUrl: string): Promise<Pair> {
  const sink = await startSmtpSink();
  const ports = [await freePort(), await freePort()] as const;
  const publicUrl = `http://localhost:${ports[0]}`;
  const dataDir = path.join(temporaryFolder(), 'data');
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SMTP_URL: sink.url,
    PUBLIC_URL: publicUrl,
  };
  const start = (port: number): Promise<Running> => startedServer({ ...env, PORT: String(port) });
  const processes = (await Promise.all(ports.map(start))) as [Running, Running];
  return { publicUrl, urls: [publicUrl, `http://localhost:${ports[1]}`], dataDir, processes, sink };
}

/** Sets the portal up and makes a company in the console; comes back with a person who waits for a token. */
async function askedForToken({ publicUrl, processes, sink }: Pair): Promise<{ jo: Visitor; code: string }> {
  const admin = openVisitor(publicUrl);
  const key = (await processes[0].line(/^Set up: /)).split('key=')[1] ?? '';
  const sender = { portal_name: 'Portal', sender_address: 'no-reply@msp.example', enabled: 'on' };
  await admin.post('/setup', { key, name: 'Mia', address: 'mia@msp.example', ...sender });
  await admin.get('/admin/companies/new');
  const company = (await admin.post('/admin/companies', { name: 'Acme Ltd' })).headers.location ?? '';
  await admin.get(company);
  const saved = await admin.post(company, { name: 'Acme Ltd', active: 'on', email_domain: 'acme.example' });
  if (saved.status !== 303) throw new Error(saved.text);
  await admin.get(`${company}/contacts/new`);
  const jo = { first_name: 'Jo', last_name: 'Smith', email: 'jo@acme.example', address: 'jo@acme.example' };
  expect((await admin.post(`${company}/contacts`, jo)).status).toBe(303);
  const visitor = openVisitor(publicUrl);
  await visitor.post('/login', { email: 'jo@acme.example' });
  const [mail] = await sink.waitForMail('jo@acme.example');
  return { jo: visitor, code: /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(mail?.text ?? '')?.[0] ?? '' };
}

const engines: [string, () => Promise<string>][] = [
  ['one SQLite file', async () => 'sqlite:latchkey.sqlite'],
  ['one PostgreSQL database', async () => (await freshPostgres()).url],
];

test.each(engines)(
  '50 parallel redemptions of one token over two processes on %s give one session',
  async (_name, database) => {
    const pair = await startPair(await database());
    const { jo, code } = await askedForToken(pair);
    const cookie = `latchkey-attempt=${jo.cookie('latchkey-attempt')}`;
    const redeem = (url: string): Promise<Response> =>
      request(url)
        .post('/login/token')
        .redirects(0)
        .set({ Host: new URL(pair.publicUrl).host, Origin: pair.publicUrl, Cookie: cookie })
        .type('form')
        .send({ token: code });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => redeem(pair.urls[at % 2 === 0 ? 0 : 1])));

    const sessions = answers.filter((answer) => String(answer.headers['set-cookie']).includes('latchkey=s'));
    expect(sessions).toHaveLength(1);
    expect(answers.map((answer) => answer.status).filter((status) => status >= 500)).toEqual([]);
    const other = await request(pair.urls[1])
      .get('/')
      .set({ Host: new URL(pair.publicUrl).host, Cookie: sessionCookie(sessions[0]) });
    expect(other.text).toContain('jo@acme.example');
  },
);

test('a process that is killed in the middle of redemptions leaves a whole file with one session, and a token that nobody can use twice', async () => {
  const pair = await startPair('sqlite:latchkey.sqlite');
  const { jo, code } = await askedForToken(pair);
  const cookie = `latchkey-attempt=${jo.cookie('latchkey-attempt')}`;
  const redeem = (url: string): Promise<Response | undefined> =>
    request(url)
      .post('/login/token')
      .redirects(0)
      .set({ Host: new URL(pair.publicUrl).host, Origin: pair.publicUrl, Cookie: cookie })
      .type('form')
      .send({ token: code })
      .then(
        (answer) => answer,
        () => undefined,
      );
  const doomed = Array.from({ length: 10 }, () => redeem(pair.urls[1]));
  await pair.processes[1].end('SIGKILL');
  const answers = [...(await Promise.all(doomed)), await redeem(pair.urls[0]), await redeem(pair.urls[0])];
  const sessions = answers.filter((answer) => String(answer?.headers['set-cookie']).includes('latchkey=s'));
  expect(sessions.length).toBeLessThanOrEqual(1);
  // The killed process may have committed the one session without getting to answer.
  const file = new Database(path.join(pair.dataDir, 'latchkey.sqlite'), { readonly: true });
  onTestFinished(() => void file.close());
  expect(file.prepare("select count(*) from sessions where kind = 'contact'").pluck().get()).toBe(1);
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
});

/** The session's cookie among those that an answer sets. */
function sessionCookie(answer: Response | undefined): string {
  const cookies = answer?.headers['set-cookie'] as string[] | undefined;
  return cookies?.find((cookie) => cookie.startsWith('latchkey='))?.split(';')[0] ?? '';
}
