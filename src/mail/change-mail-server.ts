import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import type { MailServer } from './mail-server.js';
import {
  deleteMailServer,
  type FoundMailServer,
  isSameAccount,
  type SavedMailServer,
  saveMailServer,
} from './mail-server-store.js';
import { type ConnectionTest, testMailServer } from './test-connection.js';

export interface MailServerDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
  outbox: { wake(): void };
}

/** Saves the console's mail server; what waits in the outbox is sent over it at once. */
export async function changeMailServer(deps: MailServerDeps, server: MailServer, by: Actor): Promise<SavedMailServer> {
  const now = deps.clock();
  const saved = await transaction(deps.db, async (trx) => {
    const result = await saveMailServer(trx, deps.keys, server, now);
    await record(trx, now, { kind: 'mail-server', outcome: 'changed', ...actedBy(by, traceOf(server)) });
    return result;
  });
  deps.outbox.wake();
  return saved;
}

/** Removes the console's mail server with its password. */
export async function removeMailServer({ db, clock }: MailServerDeps, by: Actor): Promise<void> {
  await transaction(db, async (trx) => {
    await deleteMailServer(trx);
    await record(trx, clock(), { kind: 'mail-server', outcome: 'removed', ...actedBy(by) });
  });
}

/**
 * Connects and signs in with these values, which nobody has to have saved. The saved password goes only where it was
 * saved for: to the same host, port, encryption and user.
 */
export async function testTypedServer(
  { db, clock }: MailServerDeps,
  typed: MailServer,
  found: FoundMailServer | undefined,
  by: Actor,
): Promise<ConnectionTest> {
  const saved = found && isSameAccount(found.server, typed) ? found.server.password : undefined;
  const password = typed.password ?? saved;
  const test = await testMailServer({ ...typed, ...(password && { password }) });
  const trace = `${traceOf(typed)}; ${test.kind}`;
  await record(db, clock(), { kind: 'mail-server', outcome: 'tested', ...actedBy(by, trace) });
  return test;
}

function traceOf({ host, port, tls, user }: MailServer): string {
  return `${host}:${port}, ${tls}, ${user ? `user ${user}` : 'no user'}`;
}
