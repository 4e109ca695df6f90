import { inject } from 'vitest';
import { asAdministrator, type RunningForest, replace } from './forest-client.js';
import { type ForestController, newController, urlsOf } from './forest-controller.js';
import type { ForestName } from './forest-facts.js';
import { type ForestUsers, usersOf } from './forest-users.js';
import { skipWithout } from './skip-without.js';

export interface Forest extends RunningForest, ForestUsers {
  ldaps: string;
  ldap: string;
  /** One more controller of this forest, with the same users, that the running test may hang, kill and start again. */
  startController(): Promise<ForestController>;
}

/**
 * A real Active Directory, shared by all tests of the run: a test adds users of its own. Started when first asked for.
 * Without Samba the running test is skipped.
 */
export async function forest(name: ForestName): Promise<Forest> {
  const running = (await ask(name)) as RunningForest;
  const start = async (host: string) => ((await ask(`${name}/${host}`)) as { pid: number }).pid;
  return {
    ...running,
    ...urlsOf(running.host),
    ...usersOf(running),
    startController: () => newController(start, () => canWrite(running)),
  };
}

async function ask(path: string): Promise<unknown> {
  const server = inject('forests');
  if (server.kind === 'missing') {
    return skipWithout('Samba', 'apt-get install -y samba-ad-dc samba-ad-provision ldb-tools openssl', server.reason);
  }
  const response = await fetch(`${server.url}/${path}`);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Whether the database that all controllers of a forest share is free, found out by writing to it. */
async function canWrite(running: RunningForest): Promise<boolean> {
  const { baseDn } = running;
  const written = asAdministrator(running, (client) =>
    client.modify(baseDn, replace('description', [`${Date.now()}`])),
  );
  const patience = new Promise<false>((resolve) => setTimeout(() => resolve(false), 1_000));
  const free = written.then(
    () => true,
    () => false,
  );
  return Promise.race([free, patience]);
}
