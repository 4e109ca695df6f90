import type { Response } from 'express';
import type { Attempt } from '../attempt/attempt-store.js';
import type { Context } from '../context.js';
import { isMailBusy } from '../mail-token/busy.js';
import { findMailToken } from '../mail-token/mail-token-store.js';
import { TOKEN_MINUTES } from '../mail-token/settings.js';
import { en as t } from '../text/en.js';
import { blankForm, type FormView, withError } from '../web/form.js';
import type { Door } from './door.js';
import { isAnyWayOpen } from './ways.js';

const MINUTE_MS = 60_000;

/** The first page: asks for the address, or says that no way in is open. */
export async function emailPage(ctx: Context, door: Door, res: Response, form: FormView): Promise<void> {
  const open = await isAnyWayOpen(ctx.db, door);
  res.render('login/email', { base: door.base, purpose: door.purpose, open, ...form });
}

/** No way is open: for this address, or for anybody. */
export async function closedPage(ctx: Context, door: Door, res: Response): Promise<void> {
  const elsewhere = await isAnyWayOpen(ctx.db, door);
  res
    .status(403)
    .render('login/email', { base: door.base, purpose: door.purpose, open: false, elsewhere, ...blankForm() });
}

/** The email page again for somebody who asked too soon or too often. */
export async function waitPage(ctx: Context, door: Door, res: Response, form: FormView, ms: number): Promise<void> {
  const { wait, waitLonger } = t.login.tokenErrors;
  const message = ms > MINUTE_MS ? waitLonger(Math.ceil(ms / MINUTE_MS)) : wait(secondsOf(ms));
  res.status(429).set('Retry-After', String(secondsOf(ms)));
  await emailPage(ctx, door, res, withError(form, 'email', message));
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
