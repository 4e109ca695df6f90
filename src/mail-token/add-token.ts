import { ATTEMPT_MS } from '../attempt/attempt.js';
import { countSend } from '../attempt/attempt-store.js';
import type { Db } from '../db/schema.js';
import type { Keys } from '../keys.js';
import { insertMailToken, type MailToken } from './mail-token-store.js';
import { TOKEN_MINUTES } from './settings.js';

const TOKEN_MS = TOKEN_MINUTES * 60_000;

/** Gives an attempt its next token, good from now on; undefined when the attempt is over. Its shapes are derived from it. */
export async function addToken(
  trx: Db,
  now: number,
  keys: Keys,
  { handle, companyId }: { handle: string; companyId?: string | undefined },
): Promise<MailToken | undefined> {
  const send = await countSend(trx, handle, { expiresAt: now + ATTEMPT_MS, companyId });
  if (send === undefined) return undefined;
  const times = { created_at: now, expires_at: now + TOKEN_MS };
  const token: MailToken = { attempt: handle, send_number: send, key_id: keys.id, ...times };
  await insertMailToken(trx, token);
  return token;
}
