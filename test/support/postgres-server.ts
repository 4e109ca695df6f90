import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, lchownSync, mkdtempSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from './free-port.js';
import { findPostgres } from './parts.js';
import { untilInputEnds } from './until-input-ends.js';
import { whenReady } from './when-ready.js';

declare module 'vitest' {
  interface ProvidedContext {
    engine: 'sqlite' | 'postgres';
    postgres: { kind: 'running'; url: string } | { kind: 'missing'; reason: string };
  }
}

interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; the user "nobody" exists everywhere. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

const serve = `
  "$1/initdb" -D data -U latchkey -A password --pwfile=password -E UTF8 --locale=C -N >/dev/null &&
  exec "$1/postgres" -D data -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \\
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_connections=200`;

/** Starts one PostgreSQL for the whole run, unless no project of this run uses it. */
export async function setup(root: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!root.vitest.projects.some(({ name }) => name === 'postgres' || name === 'process')) return undefined;
  try {
    const server = await startServer();
    root.provide('postgres', { kind: 'running', url: server.url });
    return server.stop;
  } catch (error) {
    root.provide('postgres', { kind: 'missing', reason: (error as Error).message });
    return undefined;
  }
}

async function startServer(): Promise<RunningServer> {
  const part = findPostgres();
  if (part.kind === 'missing') throw new Error(part.reason);
  const folder = mkdtempSync(join(inMemory() ?? (user === undefined ? tmpdir() : '/tmp'), 'latchkey-postgres-'));
  const bin = part.kind === 'npm' ? passable(part.path, folder) : part.path;
  const password = randomBytes(16).toString('hex');
  const port = await freePort();
  writeFileSync(join(folder, 'password'), password, { mode: 0o600 });
  giveToUser(folder);

  const command = ['/bin/sh', '-c', serve, 'sh', bin, `${port}`];
  const server = await untilInputEnds(folder, command, { ...user, signal: 'QUIT' });
  await whenReady(server, () => server.lines.some((line) => line.includes('ready to accept connections')));
  return { url: `postgres://latchkey:${password}@127.0.0.1:${port}/postgres`, stop: server.stop };
}

/** Where files lie in memory, if there is room: a disk takes its time to make and remove the 300 files of each test's database. */
function inMemory(): string | undefined {
  const [place, enough] = ['/dev/shm', 4 * 2 ** 30];
  if (!existsSync(place)) return undefined;
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize >= enough ? place : undefined;
}

/** For another user the binaries are copied out of the checkout, which may lie where only root can read. */
function passable(bin: string, folder: string): string {
  if (user === undefined) return bin;
  cpSync(dirname(bin), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'native', 'bin');
}

function giveToUser(folder: string): void {
  if (user === undefined) return;
  for (const path of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    lchownSync(join(folder, path), user.uid, user.gid);
  }
}
