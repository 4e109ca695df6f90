import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, lchownSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import { findPostgres } from './parts.js';

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

/**
 * Serves until its input ends: when this process closes it, and when this process dies, however it dies. So neither a
 * server nor a folder is left behind.
 */
const serveUntilInputEnds = `
  bin=$1 folder=$2 port=$3
  trap 'rm -rf "$folder"' EXIT
  "$bin/initdb" -D "$folder/data" -U latchkey -A password --pwfile="$folder/password" -E UTF8 --locale=C -N >/dev/null || exit
  exec 3<&0
  "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \\
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_connections=200 3<&- &
  server=$!
  (cat >/dev/null; kill -QUIT $server) <&3 3<&- &
  wait $server`;

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
  const folder = mkdtempSync(join(user === undefined ? tmpdir() : '/tmp', 'latchkey-postgres-'));
  const bin = part.kind === 'npm' ? passable(part.path, folder) : part.path;
  const password = randomBytes(16).toString('hex');
  const port = await freePort();
  writeFileSync(join(folder, 'password'), password, { mode: 0o600 });
  giveToUser(folder);

  const server = spawn('/bin/sh', ['-c', serveUntilInputEnds, 'sh', bin, folder, `${port}`], {
    ...user,
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await ready(server);
  return { url: `postgres://latchkey:${password}@127.0.0.1:${port}/postgres`, stop: () => stop(server) };
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

/** Resolves when connections are accepted; throws with the server's last words when it ends before. */
async function ready(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  for await (const line of createInterface({ input: server.stderr as NodeJS.ReadableStream })) {
    said.push(line);
    if (line.includes('ready to accept connections')) return void server.stderr?.resume();
  }
  throw new Error(`it does not start: ${said.slice(-3).join(' / ')}`);
}

async function stop(server: ChildProcess): Promise<void> {
  const gone = once(server, 'exit');
  server.stdin?.end();
  await gone;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
