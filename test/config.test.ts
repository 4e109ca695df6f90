import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Config, readConfig } from '../src/config.js';

function configOf(env: Record<string, string>): Config {
  const read = readConfig(env);
  if (read.kind === 'mistakes') throw new Error(read.mistakes.join('; '));
  return read.config;
}

function mistakesOf(env: Record<string, string>): string[] {
  const read = readConfig(env);
  return read.kind === 'mistakes' ? read.mistakes : [];
}

test('nothing configured is a local portal on SQLite', () => {
  const { secretKey, smtpUrl, ...config } = configOf({ TZ: 'UTC' });
  expect({ secretKey, smtpUrl }).toEqual({ secretKey: undefined, smtpUrl: undefined });
  expect(config).toEqual({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    dataDir: path.resolve('data'),
    database: { kind: 'sqlite', file: path.resolve('data/latchkey.sqlite') },
    trustProxy: false,
    logLevel: 'info',
    production: false,
    timeZone: 'UTC',
    psaAllowedHosts: [],
  });
});

test.each([
  ['sqlite:other.sqlite', { kind: 'sqlite', file: path.resolve('data/other.sqlite') }],
  ['sqlite:/var/lib/portal/a.sqlite', { kind: 'sqlite', file: '/var/lib/portal/a.sqlite' }],
  ['postgres://u:p@db.example/portal', { kind: 'postgres', url: 'postgres://u:p@db.example/portal' }],
])('DATABASE_URL %s', (text, database) => {
  expect(configOf({ DATABASE_URL: text }).database).toEqual(database);
});

test.each([
  ['', false],
  ['1', 1],
  ['loopback', ['loopback']],
  ['192.0.2.7, 2001:db8::1', ['192.0.2.7', '2001:db8::1']],
  ['10.0.0.0/8, 2001:db8::/32', ['10.0.0.0/8', '2001:db8::/32']],
])('TRUST_PROXY "%s"', (text, trusted) => {
  expect(configOf({ TRUST_PROXY: text }).trustProxy).toEqual(trusted);
});

test.each([
  ['psa.corp.example', ['https://psa.corp.example']],
  [' PSA.corp.example:8443 ,http://localhost:4010,', ['https://psa.corp.example:8443', 'http://localhost:4010']],
  ['https://psa.corp.example:443', ['https://psa.corp.example']],
  ['10.0.0.7, [fd00::7]:8443', ['https://10.0.0.7', 'https://[fd00::7]:8443']],
])('PSA_ALLOWED_HOSTS "%s"', (text, origins) => {
  expect(configOf({ PSA_ALLOWED_HOSTS: text }).psaAllowedHosts).toEqual(origins);
});

test('every entry of PSA_ALLOWED_HOSTS that is no host is told', () => {
  const mistaken = ['*', '*.corp.example', '10.0.0.0/8', 'psa.corp.example/v4', 'ftp://psa.corp.example'];
  const odd = [
    'http://',
    'jo:secret@psa.corp.example',
    'psa.corp.example:99999',
    'psa corp',
    '300.1.1.1',
    '[::1',
    '169.254.169.254',
  ];
  const entries = [...mistaken, ...odd];
  const mistakes = mistakesOf({ PSA_ALLOWED_HOSTS: ['psa.corp.example', ...entries].join() });
  expect(mistakes.map((mistake) => mistake.split(/ entry |;/)[1])).toEqual(entries.map((_, index) => `${index + 2}`));
});

test.each([
  [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY'],
  [{ TRUST_PROXY: '10.0.0.0/99' }, 'TRUST_PROXY'],
  [{ TRUST_PROXY: '0.0.0.0/0' }, 'TRUST_PROXY'],
  [{ TRUST_PROXY: '10.0.0.1, ::/00' }, 'TRUST_PROXY'],
  [{ PORT: '0' }, 'PORT'],
  [{ PORT: '3000x' }, 'PORT'],
  [{ PUBLIC_URL: 'portal.msp.example' }, 'PUBLIC_URL'],
  [{ PUBLIC_URL: 'https://portal.msp.example/path' }, 'PUBLIC_URL'],
  [{ PUBLIC_URL: 'http://portal.msp.example', NODE_ENV: 'production' }, 'PUBLIC_URL'],
  [{ SECRET_KEY: 'short' }, 'SECRET_KEY'],
  [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL'],
  [{ DATABASE_URL: 'postgres://u:p#2@db.example/portal' }, 'DATABASE_URL'],
  [{ SMTP_URL: 'mail.msp.example' }, 'SMTP_URL'],
  [{ SECRET_KEY_FILE: '/nowhere/at/all' }, 'SECRET_KEY_FILE'],
  [{ TZ: 'Middle/Earth' }, 'TZ'],
  [{ NODE_ENV: 'prod' }, 'NODE_ENV'],
])('%j is told as a mistake of that name alone', (env, name) => {
  expect(mistakesOf(env).map((mistake) => mistake.split(' ')[0])).toEqual([name]);
});

test('every mistake is told at once, whichever check finds it', () => {
  const env = {
    PORT: 'x',
    PUBLIC_URL: 'http://portal.msp.example',
    NODE_ENV: 'production',
    DATABASE_URL: 'mysql://db',
    SECRET_KEY_FILE: '/nowhere/at/all',
    TZ: 'Middle/Earth',
    PSA_ALLOWED_HOSTS: '*',
  };
  const names = mistakesOf(env).map((mistake) => mistake.split(' ')[0]);
  expect(names.sort()).toEqual(['DATABASE_URL', 'PORT', 'PSA_ALLOWED_HOSTS', 'PUBLIC_URL', 'SECRET_KEY_FILE', 'TZ']);
});

test('a secret from a file loses its line break; a secret given twice is a mistake', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'key');
  writeFileSync(file, `${'x'.repeat(32)}\n`);
  expect(configOf({ SECRET_KEY_FILE: file }).secretKey).toBe('x'.repeat(32));
  expect(mistakesOf({ SECRET_KEY_FILE: file, SECRET_KEY: 'y'.repeat(32) })).toHaveLength(1);
});
