import { onTestFinished } from 'vitest';
import { controllerAddress } from './samba.js';

export interface ForestController {
  host: string;
  ldaps: string;
  ldap: string;
  /** It accepts connections and says nothing, until it is resumed. */
  hang(): Promise<void>;
  resume(): void;
  /** As when its power is cut: gone at once. */
  kill(): Promise<void>;
  /** Again, at the same address. */
  start(): Promise<void>;
}

/** One more controller, at an address of its own, gone after the running test. `start` answers its process. */
export async function newController(
  start: (address: string) => Promise<number>,
  canWrite: () => Promise<boolean>,
): Promise<ForestController> {
  const host = await controllerAddress();
  let pid: number | undefined = await start(host);
  const signal = (name: NodeJS.Signals) => {
    if (pid === undefined) throw new Error('This controller has been killed');
    process.kill(pid, name);
  };
  const kill = async () => {
    if (pid !== undefined) await killed(pid);
    pid = undefined;
  };
  onTestFinished(kill);
  return {
    ...urlsOf(host),
    async hang() {
      signal('SIGSTOP');
      // Stopped with a lock of the shared database in its hands, it would hold up every test: then a moment later.
      while (!(await canWrite())) {
        signal('SIGCONT');
        await new Promise((resolve) => setTimeout(resolve, 50));
        signal('SIGSTOP');
      }
    },
    resume: () => signal('SIGCONT'),
    kill,
    async start() {
      pid = await start(host);
    },
  };
}

export function urlsOf(host: string) {
  return { host, ldaps: `ldaps://${host}`, ldap: `ldap://${host}` };
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (exists(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
