import type { Request, Response } from 'express';
import type { Context } from '../context.js';
import { askForToken } from '../mail-token/ask.js';
import { en as t } from '../text/en.js';
import { clientOf } from '../web/client.js';
import { blankForm, type FormView, withError } from '../web/form.js';
import { safeReturnTo } from '../web/return-to.js';
import { attemptSecret, keepAttempt, knownBrowserCookie, liveAttempt } from './attempt-cookie.js';
import type { Door } from './door.js';
import { emailPage, secondsOf, tokenPage } from './pages.js';

const MINUTE_MS = 60_000;

interface Wanted {
  address: string;
  shared: boolean;
  returnTo: string | undefined;
  /** What to draw the email page with again when there is nothing to wait for in this browser. */
  form?: FormView;
}

/** Asks for a token and answers: on to the token page, or 429 with how long to wait. The same for every address. */
export async function sendToken(ctx: Context, door: Door, req: Request, res: Response, wanted: Wanted): Promise<void> {
  const { address, shared, form = blankForm({ email: wanted.address }) } = wanted;
  const asked = await askForToken(ctx, {
    purpose: door.purpose,
    address,
    client: clientOf(req),
    secret: attemptSecret(ctx, req, door.purpose),
    knownBrowserCookie: knownBrowserCookie(ctx, req),
    shared,
    returnTo: safeReturnTo(ctx.config, wanted.returnTo, door.home),
    isOpen: door.isOpen,
    findRecipient: door.findRecipient,
  });
  if (asked.kind === 'asked') {
    if (asked.secret) keepAttempt(ctx, res, door.purpose, asked.secret);
    return res.redirect(303, `${door.base}/token`);
  }
  if (asked.kind === 'closed') return emailPage(ctx, door, res.status(403), form);
  const { retryAfterMs } = asked;
  res.status(429);
  const attempt = asked.hasAttempt && (await liveAttempt(ctx, req, door.purpose));
  if (attempt) return tokenPage(ctx, door, res, attempt, blankForm(), retryAfterMs);
  res.set('Retry-After', String(secondsOf(retryAfterMs)));
  return emailPage(ctx, door, res, withError(form, 'email', waitMessage(retryAfterMs)));
}

function waitMessage(ms: number): string {
  return ms > MINUTE_MS
    ? t.login.tokenErrors.waitLonger(Math.ceil(ms / MINUTE_MS))
    : t.login.tokenErrors.wait(secondsOf(ms));
}
