import { startAttempt } from '../attempt/attempt.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Config } from '../config.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import { addToken } from '../mail-token/add-token.js';
import { deriveLink } from '../mail-token/derive.js';
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
    const token = await addToken(trx, now, keys.current, { handle: attempt.handle });
    if (!token) throw new Error('An attempt that was just started is over');
    const subject = { address, administratorId: administrator.id, attempt: attempt.handle };
    await record(trx, now, { kind: 'administrator', outcome: 'link-made', ...subject, trace: 'by the command line' });
    const source = { purpose: 'administrator', handle: attempt.handle, send: token.send_number, address } as const;
    return { kind: 'link', url: deriveLink(keys.current, source, config.publicUrl), minutes: TOKEN_MINUTES };
  });
}
