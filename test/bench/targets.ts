import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Listening, Usage } from './served.js';

/** A server under test, in a process of its own. */
export interface Target extends Listening {
  startMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = path.join(ROOT, 'dist');
/** Within the project, where the packages are found. */
export const COMPILED = path.join(DIST, 'bench');
const SERVER_CORE = '0';
const GENERATOR_CORE = '1';

/** With two cores and `taskset`, servers have one core and this process, which makes the load, the other. */
export function pinGenerator(): boolean {
  if (availableParallelism() < 2) return false;
  return spawnSync('taskset', ['-a', '-cp', GENERATOR_CORE, `${process.pid}`]).status === 0;
}

/** Makes JavaScript of the servers here: a loader that does it while they run would cost them 30 MB. */
export function compileServers(): void {
  const files = ['server', 'baseline', 'served'].map((name) => path.join(ROOT, 'test/bench', `${name}.ts`));
  const options = ['--ignoreConfig', '--noCheck', '--noResolve', '--module', 'nodenext', '--target', 'es2023'];
  const compiler = path.join(ROOT, 'node_modules/.bin/tsc');
  execFileSync(compiler, [...options, '--outDir', COMPILED, ...files], { stdio: 'inherit' });
}

export interface Launch {
  name: string;
  /** Gets what the server logs. */
  folder: string;
  script: 'server' | 'baseline';
  env: Record<string, string>;
  pinned: boolean;
  /** A folder that gets the server's CPU profile. */
  profile: string | undefined;
}

/** Starts a server and resolves when it listens. */
export async function startTarget({ name, folder, script, env, pinned, profile }: Launch): Promise<Target> {
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}.cpuprofile`] : [];
  const node = [process.execPath, ...profiling, path.join(COMPILED, `${script}.js`), `${pathToFileURL(DIST).href}/`];
  const [command = '', ...args] = pinned ? ['taskset', '-c', SERVER_CORE, ...node] : node;
  const logFile = path.join(folder, `${name}.log`);
  const log = openSync(logFile, 'w');
  const started = performance.now();
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  const listening = (await said(child, logFile)) as Listening;
  return {
    ...listening,
    startMs: performance.now() - started,
    usage() {
      child.send('usage');
      return said(child, logFile) as Promise<Usage>;
    },
    async stop() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** The next thing a server says; throws with its last words when it ends instead. */
async function said(child: ChildProcess, logFile: string): Promise<unknown> {
  const heard = new AbortController();
  const message = once(child, 'message', heard).then(([value]) => value);
  const end = once(child, 'exit', heard).then(() => {
    throw new Error(`A server ended:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
  });
  try {
    return await Promise.race([message, end]);
  } finally {
    heard.abort();
    for (const one of [message, end]) one.catch(() => undefined);
  }
}
