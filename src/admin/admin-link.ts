import { startAttempt } from '../attempt/attempt.js';
import { countSend } from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Config } from '../config.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import { deriveLink } from '../mail-token/derive.js';
import { insertMailToken } from '../mail-token/mail-token-store.js';
import { TOKEN_MINUTES } from '../mail-token/settings.js';
import { findAdministratorByAddress } from './administrator-store.js';

export type AdminLink = { kind: 'link'; url: string; minutes: number } | { kind: 'not-an-administrator' };

interface AdminLinkDeps {
  config: Config;
  db: Db;
  clock: Clock;
  keys: KeyRing;
}

/** Makes a sign-in link without a mail, for an administrator whom no mail reaches. Whoever may run this owns the machine. */
export async function makeAdminLink({ config, db, clock, keys }: AdminLinkDeps, address: string): Promise<AdminLink> {
  const now = clock();
  return transaction(db, async (trx): Promise<AdminLink> => {
    const administrator = await findAdministratorByAddress(trx, address);
    if (!administrator) return { kind: 'not-an-administrator' };
    const client = { address: 'command line', userAgent: '' };
    const wanted = { purpose: 'administrator', address, client, shared: false, returnTo: '/admin' } as const;
    const { attempt } = await startAttempt(trx, now, wanted);
    await countSend(trx, attempt.handle, { expiresAt: attempt.expires_at });
    const token = { attempt: attempt.handle, send_number: 1, key_id: keys.current.id };
    await insertMailToken(trx, { ...token, created_at: now, expires_at: now + TOKEN_MINUTES * 60_000 });
    const subject = { address, administratorId: administrator.id, attempt: attempt.handle };
    await record(trx, now, { kind: 'administrator', outcome: 'link-made', ...subject, trace: 'by the command line' });
    const link = deriveLink(keys.current, { purpose: 'administrator', handle: attempt.handle, send: 1, address });
    return { kind: 'link', url: `${config.publicUrl}/admin/login/now/${link}`, minutes: TOKEN_MINUTES };
  });
}
