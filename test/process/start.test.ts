import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/db/database.js';
import { freePort } from '../support/free-port.js';
import { runCli, startedServer, startServer, temporaryFolder } from '../support/process.js';
import { startSmtpSink } from '../support/smtp-sink.js';
import { openVisitor, type Visitor } from '../support/visitor.js';

async function fresh(): Promise<{ DATA_DIR: string; PORT: string }> {
  return { DATA_DIR: path.join(temporaryFolder(), 'data'), PORT: String(await freePort()) };
}

async function setUp(visitor: Visitor, line: string): Promise<void> {
  const key = line.split('key=')[1] ?? '';
  const person = { name: 'Mia', address: 'mia@msp.example' };
  const portal = { portal_name: 'Portal', sender_address: 'no-reply@msp.example', enabled: 'on' };
  expect((await visitor.post('/setup', { key, ...person, ...portal })).status).toBe(303);
}

/** Begins a form post that never ends; resolves once the portal has begun to wait for the rest. */
async function postHalfAForm(port: string): Promise<void> {
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const head = [
    'POST /login HTTP/1.1',
    `Host: localhost:${port}`,
    `Origin: http://localhost:${port}`,
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 100',
    'Expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\nemail=`);
  expect(String(await once(socket, 'data'))).toContain('100 Continue');
}

test('a first start with nothing configured makes the key and the database and prints the set-up link', async () => {
  const env = await fresh();
  const server = await startedServer(env);
  const line = await server.line(/^Set up: /);

  expect(line).toMatch(new RegExp(`^Set up: http://localhost:${env.PORT}/setup\\?key=[\\w-]{43}$`));
  expect(statSync(path.join(env.DATA_DIR, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(env.DATA_DIR, 'latchkey.sqlite')).mode & 0o777).toBe(0o600);
  const visitor = openVisitor(`http://localhost:${env.PORT}`);
  expect((await visitor.get(line.replace(/^.*(?=\/setup)/, ''))).status).toBe(200);
});

test('every start prints the same set-up link until somebody used it', async () => {
  const env = await fresh();
  const first = await startedServer(env);
  const line = await first.line(/^Set up: /);
  expect(await first.end()).toBe(0);
  const second = await startedServer(env);
  expect(await second.line(/^Set up: /)).toBe(line);

  const visitor = openVisitor(`http://localhost:${env.PORT}`);
  await setUp(visitor, line);
  expect(await second.end()).toBe(0);
  const third = await startedServer(env);
  expect(third.output()).not.toContain('Set up:');
});

test('SIGTERM drains: what is under way is answered, the process exits with 0, the WAL is folded in', async () => {
  const env = await fresh();
  const server = await startedServer(env);
  const visitor = openVisitor(`http://localhost:${env.PORT}`);
  expect((await visitor.get('/readyz')).status).toBe(200);
  expect(await server.end('SIGTERM')).toBe(0);
  expect(existsSync(path.join(env.DATA_DIR, 'latchkey.sqlite-wal'))).toBe(false);
});

test('SIGTERM ends a process whose log nobody reads any more', async () => {
  const server = await startedServer(await fresh());
  server.child.stdout?.destroy();
  expect(await server.end('SIGTERM')).toBe(0);
});

test('SIGTERM exits with 0 and gives mails back although a request stalls and the mail server is silent', async () => {
  const sink = await startSmtpSink();
  onTestFinished(() => sink.close());
  sink.stall('mail', 9);
  const env = { ...(await fresh()), SMTP_URL: sink.url };
  const server = await startedServer(env);
  const url = `http://localhost:${env.PORT}`;
  await setUp(openVisitor(url), await server.line(/^Set up: /));
  await openVisitor(url).post('/admin/login', { email: 'mia@msp.example' });

  const db = openDatabase({ kind: 'sqlite', file: path.join(env.DATA_DIR, 'latchkey.sqlite') });
  onTestFinished(() => db.destroy());
  const mails = () => db.selectFrom('outbox').select(['state', 'worker']).execute();
  await expect.poll(mails).toMatchObject([{ state: 'sending' }]);
  await postHalfAForm(env.PORT);
  expect(await server.end('SIGTERM')).toBe(0);
  expect(await mails()).toEqual([{ state: 'pending', worker: null }]);
});

test('two processes that start together on nothing make one key and migrate once', async () => {
  const env = await fresh();
  const [one, other] = [startServer(env), startServer({ ...env, PORT: String(await freePort()) })];
  await Promise.all([one.line(/"msg":"listening"/), other.line(/"msg":"listening"/)]);

  const migrated = `${one.output()}${other.output()}`.match(/"msg":"migrated"/g) ?? [];
  expect(migrated).toHaveLength(readdirSync('migrations').length);
  const key = (line: string): string => line.split('key=')[1] ?? '';
  expect(key(await one.line(/^Set up: /))).toBe(key(await other.line(/^Set up: /)));
});

test('all mistakes of the configuration are told at once, without a secret, and the process exits with 1', async () => {
  const { DATA_DIR } = await fresh();
  const secret = 'too-short-to-be-a-key';
  const mistaken = {
    PORT: '99999',
    PUBLIC_URL: 'http://portal.msp.example',
    DATABASE_URL: `mysql://portal:${secret}@db.example/portal`,
    SECRET_KEY: secret,
    TRUST_PROXY: 'true',
    LOG_LEVEL: 'loud',
    TZ: 'Moon/Sea',
  };
  const server = startServer({ DATA_DIR, NODE_ENV: 'production', ...mistaken });
  await expect(server.line(/listening/)).rejects.toThrow('ended with 1');

  for (const name of Object.keys(mistaken)) expect(server.output()).toContain(`  ${name} `);
  expect(server.output()).not.toContain(secret);
  expect(existsSync(DATA_DIR)).toBe(false);
});

test('secrets are read from files', async () => {
  const env = await fresh();
  const file = path.join(temporaryFolder(), 'key');
  writeFileSync(file, `${'k'.repeat(40)}\n`);
  chmodSync(file, 0o600);
  await startedServer({ ...env, SECRET_KEY_FILE: file });
  expect(existsSync(path.join(env.DATA_DIR, 'secret.key'))).toBe(false);
});

test('a database of another key is refused in words', async () => {
  const env = await fresh();
  expect(await (await startedServer(env)).end()).toBe(0);
  const server = startServer({ ...env, SECRET_KEY: 'another key of more than thirty-two bytes' });
  await expect(server.line(/listening/)).rejects.toThrow('another SECRET_KEY');
});

test('a port that is taken is said in one line', async () => {
  const env = await fresh();
  await startedServer(env);
  const second = startServer({ ...env, DATA_DIR: path.join(temporaryFolder(), 'data') });
  await expect(second.line(/listening/)).rejects.toThrow(/Cannot listen on 127\.0\.0\.1:\d+: EADDRINUSE/);
});

test('a PostgreSQL that is not there is said in one line, by the portal and by the command line', async () => {
  const port = await freePort();
  const SECRET_KEY = 'a key of more than thirty-two bytes, for both';
  const env = { ...(await fresh()), SECRET_KEY, DATABASE_URL: `postgres://portal:hunter2@127.0.0.1:${port}/portal` };
  const said = `Cannot reach the database at 127.0.0.1:${port}: ECONNREFUSED\n`;
  const server = startServer(env);
  await expect(server.line(/listening/)).rejects.toThrow('ended with 1');
  expect(server.output()).toBe(said);
  const asked = await runCli(['admin-link'], env);
  expect(asked).toEqual({ code: 1, stdout: '', stderr: `Database: postgres://127.0.0.1:${port}/portal\n${said}` });
});

test('the command line adds an administrator and makes a link that signs in once, naming its database', async () => {
  const env = await fresh();
  const server = await startedServer(env);
  const added = await runCli(['admin-add', 'jo@msp.example', 'Jo', 'Smith'], env);
  expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining(path.join(env.DATA_DIR, 'latchkey.sqlite')) });
  expect((await runCli(['admin-link'], env)).stdout).toBe('jo@msp.example\tJo Smith\n');

  const { stdout, stderr } = await runCli(['admin-link', 'Jo@MSP.example'], env);
  expect(stderr).toContain('latchkey.sqlite');
  const link = stdout.trim().replace(`http://localhost:${env.PORT}`, '');
  const jo = openVisitor(`http://localhost:${env.PORT}`);
  expect((await jo.get(link)).text).toContain('Login Now');
  expect((await jo.post(link)).headers.location).toBe('/admin');
  expect((await jo.get('/admin/companies')).status).toBe(200);
  const thief = openVisitor(`http://localhost:${env.PORT}`);
  expect((await thief.post(link)).status).toBe(410);
  expect(server.output()).not.toContain(link.split('.').at(-1) ?? '');
});

test('the command line makes neither a key nor a database, and says what is missing', async () => {
  const env = await fresh();
  const asked = await runCli(['admin-link'], env);
  expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('Is DATA_DIR right?') });
  expect(existsSync(env.DATA_DIR)).toBe(false);
  expect((await runCli(['help'], env)).stdout).toContain('admin-link');
  expect((await runCli(['nonsense'], env)).code).toBe(1);
});

test('the command line says when a database is not up to date', async () => {
  const env = { ...(await fresh()), SECRET_KEY: 'a key of more than thirty-two bytes' };
  mkdirSync(env.DATA_DIR);
  writeFileSync(path.join(env.DATA_DIR, 'latchkey.sqlite'), '');
  const asked = await runCli(['admin-link'], env);
  expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('not up to date') });
});

test('.env.example names every setting, and its values are accepted', async () => {
  const text = readFileSync('.env.example', 'utf8');
  const names = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  const read = readFileSync('src/config.ts', 'utf8').match(/^ {2}([A-Z_]+): /gm) ?? [];
  expect(names.sort()).toEqual(read.map((line) => line.trim().slice(0, -1)).sort());
});
