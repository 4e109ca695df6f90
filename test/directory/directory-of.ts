import { onTestFinished } from 'vitest';
import type { Guard } from '../../src/directory/answers.js';
import { type Controllers, createControllers } from '../../src/directory/controllers.js';
import type { Directory } from '../../src/directory/directory.js';
import { startTimeLimit } from '../../src/ldap/time-limit.js';
import { createLog } from '../../src/log.js';
import type { Forest } from '../support/forest.js';

/** Undefined: without a service account. */
type Change = Partial<Omit<Directory, 'serviceAccount'>> & { serviceAccount?: Directory['serviceAccount'] | undefined };

/** The directory that somebody would set up for a forest, with its service account unless told otherwise. */
export function directoryOf(forest: Forest, change: Change = {}): Directory {
  const { serviceAccount, ...rest } = { serviceAccount: forest.serviceAccount, ...change };
  return {
    id: forest.name,
    companyId: `company of ${forest.name}`,
    name: forest.name,
    addresses: [forest.ldaps],
    caCertificate: forest.ca,
    baseDn: forest.baseDn,
    ...(serviceAccount && { serviceAccount }),
    upnSuffixes: [forest.realm, forest.upnSuffix],
    netbiosName: forest.netbios,
    active: true,
    leaverProtection: true,
    ...rest,
  };
}

export interface TestControllers {
  controllers: Controllers;
  passMs(ms: number): void;
  logs(): string;
}

/** What one process knows of controllers, on a clock of the test's own. */
export function testControllers(): TestControllers {
  const clock = { now: 1_790_000_000_000 };
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  return {
    controllers: createControllers({ clock: () => clock.now, log }),
    passMs: (ms) => {
      clock.now += ms;
    },
    logs: () => lines.join(''),
  };
}

/** Aborted as a sign-in's is when its time is over. */
export function within(ms: number): AbortSignal {
  const limit = startTimeLimit(ms);
  onTestFinished(limit.end);
  return limit.signal;
}

/** Lets every password through, and keeps the keys that were counted. */
export function openGuard(): Guard & { keys: string[][] } {
  const keys: string[][] = [];
  const guard: Guard = async (wanted) => {
    keys.push(wanted);
    return { kind: 'go' };
  };
  return Object.assign(guard, { keys });
}
