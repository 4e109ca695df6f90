import type { Request, Response } from 'express';
import type { Context } from '../context.js';
import { askForToken } from '../mail-token/ask.js';
import { clientOf } from '../web/client.js';
import { blankForm, type FormView } from '../web/form.js';
import { safeReturnTo } from '../web/return-to.js';
import { attemptSecret, keepAttempt, knownBrowserCookie, liveAttempt } from './attempt-cookie.js';
import type { Door } from './door.js';
import { closedPage, tokenPage, waitPage } from './pages.js';

interface Wanted {
  address: string;
  shared: boolean;
  returnTo: string | undefined;
  /** What to draw the email page with again when there is nothing to wait for in this browser. */
  form?: FormView;
  /** Takes the Windows account that this browser's attempt has proven along to the address. */
  keepAccount?: boolean;
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
    keepAccount: wanted.keepAccount ?? false,
  });
  if (asked.kind === 'asked') {
    if (asked.secret) keepAttempt(ctx, res, door.purpose, asked.secret);
    return res.redirect(303, `${door.base}/token`);
  }
  if (asked.kind === 'closed') return closedPage(ctx, door, res);
  const { retryAfterMs } = asked;
  const attempt = asked.hasAttempt && (await liveAttempt(ctx, req, door.purpose));
  if (attempt) return tokenPage(ctx, door, res.status(429), attempt, blankForm(), retryAfterMs);
  return waitPage(ctx, door, res, form, retryAfterMs);
}
