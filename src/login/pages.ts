import type { Response } from 'express';
import type { Attempt } from '../attempt/attempt-store.js';
import type { Context } from '../context.js';
import { isMailBusy } from '../mail-token/busy.js';
import { findMailToken } from '../mail-token/mail-token-store.js';
import { TOKEN_MINUTES } from '../mail-token/settings.js';
import type { FormView } from '../web/form.js';
import type { Door } from './door.js';
import { listWays } from './ways.js';

/** The first page: asks for the address, or says that no way in is open. */
export async function emailPage(ctx: Context, door: Door, res: Response, form: FormView): Promise<void> {
  const open = (await listWays(ctx.db, door)).length > 0;
  res.render('login/email', { base: door.base, purpose: door.purpose, open, ...form });
}

/** The page that waits for the token. `waitMs`: somebody asked too soon or too often. */
export async function tokenPage(
  ctx: Context,
  door: Door,
  res: Response,
  attempt: Attempt,
  form: FormView,
  waitMs?: number,
): Promise<void> {
  const newest = await findMailToken(ctx.db, attempt.handle, attempt.sends);
  const busy = await isMailBusy(ctx.db, ctx.clock(), ctx.limits);
  if (waitMs !== undefined) res.set('Retry-After', String(secondsOf(waitMs)));
  res.render('login/token', {
    base: door.base,
    purpose: door.purpose,
    address: attempt.address,
    sent: newest !== undefined,
    expiresAt: newest?.expires_at,
    minutes: TOKEN_MINUTES,
    wait: waitMs === undefined ? undefined : secondsOf(waitMs),
    shared: attempt.shared === 1,
    moreNotices: busy ? ['mail-busy'] : [],
    ...form,
  });
}

export function secondsOf(ms: number): number {
  return Math.ceil(ms / 1000);
}
