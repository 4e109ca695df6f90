import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import type { DatabaseUrl } from './db/database.js';
import { toAllowedHosts } from './psa/http/site.js';

export interface Config {
  host: string;
  port: number;
  /** The only origin used in mails and checks, without a trailing slash. */
  publicUrl: string;
  dataDir: string;
  database: DatabaseUrl;
  /** Absent: the key lies in `secret.key` below the data folder. */
  secretKey?: string;
  previousSecretKey?: string;
  /** Wins over the console's mail server settings. */
  smtpUrl?: string;
  /** As Express takes it: hops, or the networks of the proxies in front. */
  trustProxy: number | string[] | false;
  logLevel: string;
  production: boolean;
  timeZone: string;
  /** Origins of PSAs that may lie in our own network, and over http:// where it is said. */
  psaAllowedHosts: string[];
}

export type ConfigRead = { kind: 'config'; config: Config } | { kind: 'mistakes'; mistakes: string[] };

const SECRETS = ['DATABASE_URL', 'SECRET_KEY', 'SECRET_KEY_PREVIOUS', 'SMTP_URL'];
const NETWORK_NAMES = ['loopback', 'linklocal', 'uniquelocal'];
export const SECRET_KEY_BYTES = 32;

const secretKey = z.string().refine((key) => Buffer.byteLength(key) >= SECRET_KEY_BYTES, {
  message: `needs at least ${SECRET_KEY_BYTES} bytes; make one with: openssl rand -base64 32`,
});

const Settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.string().default('3000').transform(toPort),
  PUBLIC_URL: z.string().transform(toOrigin).optional(),
  DATA_DIR: z
    .string()
    .default('data')
    .transform((folder) => path.resolve(folder)),
  DATABASE_URL: z.string().default('sqlite:latchkey.sqlite').transform(toDatabase),
  SECRET_KEY: secretKey.optional(),
  SECRET_KEY_PREVIOUS: secretKey.optional(),
  SMTP_URL: z.string().transform(toSmtpUrl).optional(),
  TRUST_PROXY: z.string().default('').transform(toTrustProxy),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PSA_ALLOWED_HOSTS: z.string().default('').transform(toAllowedHosts),
  TZ: z.string().default(systemTimeZone).refine(isTimeZone, { message: 'is not a time zone, such as Europe/Berlin' }),
});

/** Checked even if another setting is mistaken, so that all mistakes are told at once. */
const Environment = Settings.refine(isSafeInProduction, {
  path: ['PUBLIC_URL'],
  error: 'must begin with https:// when NODE_ENV is production',
  when: () => true,
});

/** Reads the environment, and `NAME_FILE` for secrets. Answers every mistake at once, without repeating a secret. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ConfigRead {
  const mistakes: string[] = [];
  const values = withSecretFiles(withoutEmpty(env), mistakes);
  const parsed = Environment.safeParse(values);
  if (!parsed.success) mistakes.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  if (!parsed.success || mistakes.length > 0) return { kind: 'mistakes', mistakes };
  return { kind: 'config', config: Object.freeze(toConfig(parsed.data)) };
}

/** True for an origin that only this machine reaches: localhost, 127.0.0.0/8, [::1]. */
export function isLoopbackUrl(url: string): boolean {
  return isLoopbackHost(new URL(url).hostname);
}

/** True for a host name that is only ever this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function toConfig(env: z.output<typeof Settings>): Config {
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    dataDir: env.DATA_DIR,
    database: inFolder(env.DATABASE_URL, env.DATA_DIR),
    ...(env.SECRET_KEY && { secretKey: env.SECRET_KEY }),
    ...(env.SECRET_KEY_PREVIOUS && { previousSecretKey: env.SECRET_KEY_PREVIOUS }),
    ...(env.SMTP_URL && { smtpUrl: env.SMTP_URL }),
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    production: env.NODE_ENV === 'production',
    timeZone: env.TZ,
    psaAllowedHosts: env.PSA_ALLOWED_HOSTS,
  };
}

function withoutEmpty(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function withSecretFiles(
  env: Record<string, string | undefined>,
  mistakes: string[],
): Record<string, string | undefined> {
  const values = { ...env };
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (file === undefined) continue;
    if (env[name] !== undefined) mistakes.push(`${name} and ${name}_FILE are both set; keep one`);
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch {
      mistakes.push(`${name}_FILE names a file that cannot be read: ${file}`);
    }
  }
  return values;
}

function toPort(text: string, context: z.RefinementCtx): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) context.addIssue({ code: 'custom', message: 'must be a number from 1 to 65535' });
  return port;
}

function toOrigin(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain =
    url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username;
  if (!plain)
    context.addIssue({ code: 'custom', message: 'must be an origin like https://portal.msp.example, without a path' });
  return url?.origin ?? '';
}

function toSmtpUrl(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname || !/^smtps?:$/.test(url.protocol)) {
    context.addIssue({ code: 'custom', message: 'must look like smtps://user:password@mail.msp.example:465' });
  }
  return text;
}

function toTrustProxy(text: string, context: z.RefinementCtx): number | string[] | false {
  if (text === '' || text === 'false' || text === '0') return false;
  if (/^\d$/.test(text)) return Number(text);
  const networks = text.split(',').map((network) => network.trim());
  if (networks.every(isNetwork)) return networks;
  context.addIssue({ code: 'custom', message: 'must be a number of hops, or networks like 10.0.0.0/8; not everyone' });
  return false;
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '32', ...rest] = text.split('/');
  const version = isIP(address);
  if (NETWORK_NAMES.includes(text)) return true;
  const size = /^\d{1,3}$/.test(bits) ? Number(bits) : 0;
  return version !== 0 && rest.length === 0 && size >= 1 && size <= (version === 4 ? 32 : 128);
}

function toDatabase(text: string, context: z.RefinementCtx): DatabaseUrl {
  if (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)) return { kind: 'postgres', url: text };
  const file = /^sqlite:(.+)$/.exec(text)?.[1];
  if (file === undefined) {
    const message = 'must be sqlite:FILE (in DATA_DIR) or postgres://user:password@host/database';
    context.addIssue({ code: 'custom', message });
  }
  return { kind: 'sqlite', file: file ?? '' };
}

function inFolder(database: DatabaseUrl, folder: string): DatabaseUrl {
  return database.kind === 'sqlite' ? { ...database, file: path.resolve(folder, database.file) } : database;
}

/** An http:// address is safe on this machine only. */
function isSafeInProduction({ NODE_ENV, PUBLIC_URL }: z.output<typeof Settings>): boolean {
  return NODE_ENV !== 'production' || !PUBLIC_URL?.startsWith('http:') || isLoopbackUrl(PUBLIC_URL);
}

function systemTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
