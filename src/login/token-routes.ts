import { Router } from 'express';
import { isLive } from '../attempt/attempt.js';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { blankForm, parseForm, withError } from '../web/form.js';
import { signedIn } from '../web/session.js';
import { attemptSecret, liveAttempt } from './attempt-cookie.js';
import type { Door } from './door.js';
import { finish } from './finish.js';
import { TokenForm } from './forms.js';
import { closedPage, tokenPage } from './pages.js';
import { attemptHere, overPage, redeemerHere, wherePast, whyOver } from './progress.js';
import { sendToken } from './send-token.js';
import { signInByToken } from './sign-in.js';

/** Waiting for the token, pasting it, asking for another. Mounted at the door's base. */
export function tokenRoutes(ctx: Context, door: Door): Router {
  const router = Router();
  const { purpose } = door;

  router.get('/token', async (req, res) => {
    const attempt = await attemptHere(ctx, door, req);
    if (attempt && isLive(attempt, ctx.clock())) return tokenPage(ctx, door, res, attempt, blankForm());
    const onwards = await wherePast(ctx, door, req);
    if (onwards) return res.redirect(303, onwards);
    overPage(ctx, door, res, whyOver(attempt));
  });

  router.post('/token', async (req, res) => {
    const secret = attemptSecret(ctx, req, purpose);
    const attempt = await liveAttempt(ctx, req, purpose);
    const form = parseForm(TokenForm, req.body);
    if (!form.ok && attempt) return tokenPage(ctx, door, res.status(422), attempt, form);
    if (!secret && signedIn(req)) return res.redirect(303, door.home);
    if (!form.ok || !secret) return overPage(ctx, door, res, 'no-attempt');

    const redeemer = { ...redeemerHere(ctx, door, req, form.data.shared), secret };
    const signIn = await signInByToken(ctx, redeemer, form.data.token);
    switch (signIn.kind) {
      case 'settled':
        return finish(ctx, door, req, res, signIn.settled, signIn.proof);
      case 'wrong':
      case 'expired':
      case 'replaced': {
        if (!attempt) return overPage(ctx, door, res, 'over');
        const { wrong, expired } = t.login.tokenErrors;
        const message = signIn.kind === 'wrong' ? wrong(signIn.triesLeft) : expired;
        return tokenPage(ctx, door, res.status(422), attempt, withError(form, 'token', message));
      }
      case 'redeemed-before':
        return res.redirect(303, (await wherePast(ctx, door, req)) ?? door.home);
      case 'too-many':
        return overPage(ctx, door, res, 'too-many-tries');
      case 'over':
        return overPage(ctx, door, res, 'over');
      case 'closed':
        return closedPage(ctx, door, res);
      default:
        return unreachable(signIn);
    }
  });

  router.post('/resend', async (req, res) => {
    const attempt = await attemptHere(ctx, door, req);
    if (!(await door.isOpen(ctx.db))) return closedPage(ctx, door, res);
    if (!attempt || !isLive(attempt, ctx.clock())) return overPage(ctx, door, res, whyOver(attempt));
    const { address, shared, return_to: returnTo } = attempt;
    await sendToken(ctx, door, req, res, { address, shared: shared === 1, returnTo });
  });

  router.get('/status', async (req, res) => {
    const attempt = await attemptHere(ctx, door, req);
    if (attempt && isLive(attempt, ctx.clock())) return res.json({ kind: 'waiting' });
    const onwards = await wherePast(ctx, door, req);
    if (onwards) return res.json({ kind: 'go', to: onwards });
    return res.json({ kind: attempt?.state === 'proven' || attempt?.state === 'settled' ? 'elsewhere' : 'over' });
  });
  return router;
}
