import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import type { PsaAccount } from './connector.js';
import { type PsaTest, testConnection } from './test-connection.js';
import { describeAccount } from './typed-psa.js';

export interface TryDeps {
  db: Db;
  clock: Clock;
  config: { psaAllowedHosts: readonly string[] };
}

/** Tests the connection to a PSA, saved or not, and records that somebody did. */
export async function tryPsa({ db, clock, config }: TryDeps, account: PsaAccount, by: Actor): Promise<PsaTest> {
  const test = await testConnection(account, config.psaAllowedHosts, clock);
  const trace = `${describeAccount(account)}; ${test.fault?.kind ?? 'ok'}`;
  await record(db, clock(), { kind: 'psa', outcome: 'tested', ...actedBy(by, trace) });
  return test;
}
