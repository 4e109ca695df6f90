import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export interface Running {
  child: ChildProcess;
  /** Everything on standard output and standard error so far. */
  output(): string;
  /** Resolves with the line that matches; rejects when the process ends before it comes. */
  line(pattern: RegExp): Promise<string>;
  /** Sends the signal and resolves with the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

const READY = /"msg":"listening"/;

/** Starts the built portal as `npm start` does, in an environment of its own; it ends with the test. */
export function startServer(env: Record<string, string>): Running {
  return run('dist/server.js', [], env);
}

/** Starts it and waits until it listens. */
export async function startedServer(env: Record<string, string>): Promise<Running> {
  const server = startServer(env);
  await server.line(READY);
  return server;
}

/** Starts the demo, as `npm run demo --` with these arguments does. */
export function startDemo(args: string[], env: Record<string, string>): Running {
  return run('--import', ['tsx', 'test/demo/demo.ts', ...args], env);
}

/** Runs a command of the command line to its end. */
export async function runCli(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnNode('dist/cli.js', args, env);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function run(script: string, args: string[], env: Record<string, string>): Running {
  const child = spawnNode(script, args, env);
  let text = '';
  const listeners = new Set<() => void>();
  const grow = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', grow);
  child.stderr?.on('data', grow);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    output: () => text,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = text.split('\n').find((line) => pattern.test(line));
          if (found !== undefined) resolve(found);
        };
        listeners.add(look);
        void ended.then(([code]) => reject(new Error(`ended with ${code} before ${pattern}:\n${text}`)));
        look();
      }),
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

/** Nothing of this machine's environment but the path, so that only what a test sets counts. */
function spawnNode(script: string, args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [script, ...args], { env: { PATH: process.env.PATH ?? '', ...env } });
}
