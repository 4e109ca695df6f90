import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../support/portal.js';
import { runCli, startedServer, startServer, temporaryFolder } from '../support/process.js';
import { openVisitor } from '../support/visitor.js';

async function fresh(): Promise<{ DATA_DIR: string; PORT: string }> {
  return { DATA_DIR: path.join(temporaryFolder(), 'data'), PORT: String(await freePort()) };
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
  const key = line.split('key=')[1] ?? '';
  const wanted = {
    name: 'Mia',
    address: 'mia@msp.example',
    portal_name: 'Portal',
    sender_address: 'no-reply@msp.example',
  };
  expect((await visitor.post('/setup', { key, ...wanted })).status).toBe(303);
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

test('two processes that start together on nothing make one key and migrate once', async () => {
  const env = await fresh();
  const [one, other] = [startServer(env), startServer({ ...env, PORT: String(await freePort()) })];
  await Promise.all([one.line(/"msg":"listening"/), other.line(/"msg":"listening"/)]);

  const migrated = `${one.output()}${other.output()}`.match(/"msg":"migrated"/g) ?? [];
  expect(migrated).toHaveLength(1);
  const key = (line: string): string => line.split('key=')[1] ?? '';
  expect(key(await one.line(/^Set up: /))).toBe(key(await other.line(/^Set up: /)));
});

test('all mistakes of the configuration are told at once, without a secret, and the process exits with 1', async () => {
  const { DATA_DIR } = await fresh();
  const secret = 'too-short-to-be-a-key';
  const mistaken = {
    PORT: '99999',
    PUBLIC_URL: 'portal',
    SECRET_KEY: secret,
    TRUST_PROXY: 'true',
    LOG_LEVEL: 'loud',
    TZ: 'Moon/Sea',
  };
  const server = startServer({ DATA_DIR, ...mistaken });
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

test('.env.example names every setting, and its values are accepted', async () => {
  const text = readFileSync('.env.example', 'utf8');
  const names = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  const read = readFileSync('src/config.ts', 'utf8').match(/^ {2}([A-Z_]+): /gm) ?? [];
  expect(names.sort()).toEqual(read.map((line) => line.trim().slice(0, -1)).sort());
});
