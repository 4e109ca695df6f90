import { type Request, type Response, Router } from 'express';
import { isLive, TRIES } from '../attempt/attempt.js';
import { type Attempt, findAttemptOfAsker, findAttemptOfProof } from '../attempt/attempt-store.js';
import type { Context } from '../context.js';
import { hashSecret } from '../secret.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { clientOf } from '../web/client.js';
import { blankForm, parseForm, withError } from '../web/form.js';
import { signedIn } from '../web/session.js';
import { attemptSecret, forgetAttempt, liveAttempt, rememberedContact } from './attempt-cookie.js';
import type { Door } from './door.js';
import { finish } from './finish.js';
import { TokenForm } from './forms.js';
import { emailPage, tokenPage } from './pages.js';
import { sendToken } from './send-token.js';
import { signInByToken } from './sign-in.js';
import { listWays } from './ways.js';

type Over = 'no-attempt' | 'over' | 'too-many-tries';

/** Waiting for the token, pasting it, asking for another. Mounted at the door's base. */
export function tokenRoutes(ctx: Context, door: Door): Router {
  const router = Router();
  const { base, purpose } = door;

  router.get('/token', async (req, res) => {
    const attempt = await attemptOf(req);
    if (attempt && isLive(attempt, ctx.clock())) return tokenPage(ctx, door, res, attempt, blankForm());
    const onwards = await wherePast(req);
    if (onwards) return res.redirect(303, onwards);
    overPage(res, attempt ? whyOver(attempt) : 'no-attempt');
  });

  router.post('/token', async (req, res) => {
    const secret = attemptSecret(ctx, req, purpose);
    const attempt = await liveAttempt(ctx, req, purpose);
    const form = parseForm(TokenForm, req.body);
    if (!form.ok && attempt) return tokenPage(ctx, door, res.status(422), attempt, form);
    if (!secret && signedIn(req)) return res.redirect(303, door.home);
    if (!form.ok || !secret) return overPage(res, 'no-attempt');

    const redeemer = {
      door,
      client: clientOf(req),
      shared: form.data.shared,
      answers: { contactId: rememberedContact(ctx, req) },
    };
    const signIn = await signInByToken(ctx, redeemer, secret, form.data.token);
    switch (signIn.kind) {
      case 'settled':
        return finish(ctx, door, req, res, signIn.settled, signIn.proof);
      case 'wrong':
      case 'expired':
      case 'replaced': {
        if (!attempt) return overPage(res, 'over');
        const { wrong, expired } = t.login.tokenErrors;
        const message = signIn.kind === 'wrong' ? wrong(signIn.triesLeft) : expired;
        return tokenPage(ctx, door, res.status(422), attempt, withError(form, 'token', message));
      }
      case 'redeemed-before':
        return res.redirect(303, (await wherePast(req)) ?? door.home);
      case 'too-many':
        return overPage(res, 'too-many-tries');
      case 'over':
        return overPage(res, 'over');
      case 'closed':
        return emailPage(ctx, door, res.status(403), blankForm());
      default:
        return unreachable(signIn);
    }
  });

  router.post('/resend', async (req, res) => {
    const attempt = await attemptOf(req);
    if ((await listWays(ctx.db, door)).length === 0) return emailPage(ctx, door, res.status(403), blankForm());
    if (!attempt || !isLive(attempt, ctx.clock())) return overPage(res, attempt ? whyOver(attempt) : 'no-attempt');
    const { address, shared, return_to: returnTo } = attempt;
    await sendToken(ctx, door, req, res, { address, shared: shared === 1, returnTo });
  });

  router.get('/status', async (req, res) => {
    const attempt = await attemptOf(req);
    if (attempt && isLive(attempt, ctx.clock())) return res.json({ kind: 'waiting' });
    const onwards = await wherePast(req);
    if (onwards) return res.json({ kind: 'go', to: onwards });
    return res.json({ kind: attempt?.state === 'proven' || attempt?.state === 'settled' ? 'elsewhere' : 'over' });
  });

  /** The attempt that this browser asked for, in whatever state. */
  async function attemptOf(req: Request): Promise<Attempt | undefined> {
    const secret = attemptSecret(ctx, req, purpose);
    return secret === undefined ? undefined : findAttemptOfAsker(ctx.db, hashSecret(secret), purpose);
  }

  /** Where this browser stands when its token has been redeemed here: signed in, or before the next question. */
  async function wherePast(req: Request): Promise<string | undefined> {
    if (signedIn(req)) return door.home;
    const proof = attemptSecret(ctx, req, purpose);
    const proven = proof && (await findAttemptOfProof(ctx.db, hashSecret(proof), ctx.clock()));
    if (!proven || proven.purpose !== purpose) return undefined;
    return proven.state === 'proven' && purpose === 'contact' ? '/login/company' : door.home;
  }

  function overPage(res: Response, kind: Over): void {
    if (kind !== 'no-attempt') forgetAttempt(ctx, res, purpose);
    res.status(403).render('login/over', { base, kind });
  }
  return router;
}

function whyOver(attempt: Attempt): Over {
  return attempt.wrong_tokens >= TRIES ? 'too-many-tries' : 'over';
}
