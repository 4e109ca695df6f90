import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Served {
  /** The program's own process, for signals. */
  pid: number;
  /** All that it has said so far, on standard output and standard error. */
  lines: string[];
  ended: Promise<unknown>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/**
 * The program ends when our end of the pipe closes: because we close it, or because this process dies, however it dies. So
 * neither a process nor a folder is left behind. The shell itself says nothing: without a reader its words would end it.
 */
const serveUntilInputEnds = `
  folder=$1 signal=$2; shift 2
  exec 3<&0 4>&2 2>/dev/null
  "$@" </dev/null >&4 2>&4 3<&- 4>&- &
  program=$!
  (read -r _ || kill -s $signal $program) <&3 >/dev/null 3<&- 4>&- &
  watcher=$!
  trap 'kill $watcher; rm -rf "$folder"' EXIT
  echo $program
  exec >/dev/null 4>&-
  wait $program`;

export interface HowToRun {
  uid?: number;
  gid?: number;
  /** What ends it. Only KILL ends what is stopped. */
  signal?: 'KILL' | 'QUIT' | 'TERM';
}

/** Starts a program that lives in this folder. */
export async function untilInputEnds(
  folder: string,
  program: string[],
  { signal = 'KILL', ...user }: HowToRun = {},
): Promise<Served> {
  const shell = spawn('/bin/sh', ['-c', serveUntilInputEnds, 'sh', folder, signal, ...program], {
    ...user,
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: 'pipe',
  });
  const ended = once(shell, 'exit');
  const lines: string[] = [];
  createInterface({ input: shell.stderr }).on('line', (line) => lines.push(line));
  const [pid] = await once(createInterface({ input: shell.stdout }), 'line');
  return {
    pid: Number(pid),
    lines,
    ended,
    async stop() {
      shell.stdin.end();
      await ended;
    },
  };
}
