import { record } from '../audit/audit-store.js';
import type { Db } from '../db/schema.js';
import { hit } from '../limits/counter-store.js';
import type { Directory } from './directory.js';

const EVERY_MS = 3_600_000;

/** Tells the console, once an hour: sign-ins go on without the service account, so nobody would complain. */
export async function alertOfServiceAccount(trx: Db, now: number, { id, companyId, name }: Directory): Promise<void> {
  const counted = await hit(trx, now, { name: `service account:${id}`, windowMs: EVERY_MS, limit: 1 });
  if (counted.kind === 'over') return;
  await record(trx, now, { kind: 'alert', outcome: 'service-account', companyId, trace: name });
}
