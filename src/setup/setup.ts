import { createHmac } from 'node:crypto';
import { insertAdministrator } from '../admin/administrator-store.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { newId } from '../id.js';
import { findInstallation, type Installation, markSetUp } from '../installation/installation-store.js';
import type { KeyRing, Keys } from '../keys.js';
import { DEFAULTS } from '../mail-token/settings.js';
import { saveMailTokenSettings } from '../mail-token/settings-store.js';
import { isSameSecret } from '../secret.js';
import { type Client, type StartedSession, startSession } from '../sessions/start-session.js';

export interface FirstRun {
  name: string;
  address: string;
  portalName: string;
  senderAddress: string;
  enabled: boolean;
}

export type SetUp = { kind: 'done'; session: StartedSession } | { kind: 'wrong-key' } | { kind: 'over' };

interface SetUpDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
}

/** The secret of the set-up link: derived from the key and the database, so that every start prints the same. */
export function setupKey({ setup }: Keys, { database_id: databaseId }: Installation): string {
  return createHmac('sha256', setup).update(databaseId).digest('base64url');
}

/** Whether this key opens the set-up page now: never again once an administrator was made. */
export async function checkSetupKey(db: Db, keys: KeyRing, key: string): Promise<'good' | 'wrong-key' | 'over'> {
  const installation = await findInstallation(db);
  if (!installation || installation.set_up_at !== null) return 'over';
  return isSameSecret(setupKey(keys.current, installation), key) ? 'good' : 'wrong-key';
}

/** Makes the first administrator and the first settings, and signs them in. Of two at the same instant one wins. */
export async function setUp(
  { db, clock, keys }: SetUpDeps,
  key: string,
  wanted: FirstRun,
  client: Client,
): Promise<SetUp> {
  const now = clock();
  return transaction(db, async (trx): Promise<SetUp> => {
    const checked = await checkSetupKey(trx, keys, key);
    if (checked !== 'good') return { kind: checked };
    if (!(await markSetUp(trx, now))) return { kind: 'over' };
    const { name, address, portalName, senderAddress, enabled } = wanted;
    const id = newId(now);
    await insertAdministrator(trx, { id, name, address, created_at: now, last_signed_in_at: now });
    await saveMailTokenSettings(trx, { ...DEFAULTS, portalName, senderAddress, enabled }, now);
    await record(trx, now, {
      kind: 'set-up',
      outcome: 'done',
      address,
      clientAddress: client.address,
      administratorId: id,
    });
    const session = await startSession(trx, now, { kind: 'administrator', administratorId: id }, client);
    return { kind: 'done', session };
  });
}
