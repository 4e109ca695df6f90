import { type Request, type Response, Router } from 'express';
import type { Attempt } from '../attempt/attempt-store.js';
import type { Context } from '../context.js';
import { parseUserName, type UserName } from '../directory/user-name.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { blankForm, type FormView, parseForm, withError } from '../web/form.js';
import { attemptSecret, liveAttempt } from './attempt-cookie.js';
import { contactDoor as door } from './contact-door.js';
import { finish } from './finish.js';
import { PasswordForm } from './forms.js';
import { closedPage, secondsOf } from './pages.js';
import { type SignInByPassword, signInByPassword } from './password-sign-in.js';
import { attemptHere, overPage, redeemerHere, wherePast, whyOver } from './progress.js';
import { listWays } from './ways.js';

/** Signing in with a Windows account: the password page. Its email token button posts to the options. */
export function passwordRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/login/password', async (req, res) => {
    const attempt = await liveAttempt(ctx, req, 'contact');
    if (!attempt) return past(req, res);
    await passwordPage(res, attempt, blankForm());
  });

  router.post('/login/password', async (req, res) => {
    const secret = attemptSecret(ctx, req, 'contact');
    const attempt = await liveAttempt(ctx, req, 'contact');
    if (!attempt || !secret) return past(req, res);
    const form = parseForm(PasswordForm, req.body);
    if (!form.ok) return passwordPage(res.status(422), attempt, form);
    const { shared, password } = form.data;
    const user = form.data.user_name ?? userNameOf(attempt);
    if (!user)
      return passwordPage(res.status(422), attempt, withError(form, 'user_name', t.login.passwordErrors.userName));
    const redeemer = { ...redeemerHere(ctx, door, req, shared), secret };
    const signIn = await signInByPassword(ctx, redeemer, { user, password });
    await answer(req, res, attempt, form, signIn);
  });

  async function answer(
    req: Request,
    res: Response,
    attempt: Attempt,
    form: FormView,
    signIn: SignInByPassword,
  ): Promise<void> {
    const { passwordErrors: errors } = t.login;
    const refused = (why: 'leaver' | 'no-address', address = attempt.address) =>
      finish(ctx, door, req, res, { kind: 'refused', why, address });
    switch (signIn.kind) {
      case 'settled':
        return finish(ctx, door, req, res, signIn.settled, signIn.proof);
      case 'needs-address':
        return res.redirect(303, '/login/address');
      case 'no-address':
        return refused('no-address');
      case 'off':
        return refused('leaver', signIn.userName);
      case 'wrong':
        return passwordPage(res.status(422), attempt, withError(form, 'password', errors.wrong));
      case 'unknown-domain':
        return passwordPage(res.status(422), attempt, withError(form, 'user_name', errors.unknownDomain));
      case 'limited': {
        res.status(429).set('Retry-After', String(secondsOf(signIn.retryAfterMs)));
        const minutes = Math.ceil(signIn.retryAfterMs / 60_000);
        return passwordPage(res, attempt, withError(form, 'form', errors.limited(minutes)), 'email-token');
      }
      case 'not-now':
        return passwordPage(res.status(422), attempt, withError(form, 'form', errors[signIn.why]), 'email-token');
      case 'not-one':
      case 'foreign':
      case 'unreachable':
        return passwordPage(res.status(422), attempt, withError(form, 'form', errors[signIn.kind]), 'email-token');
      case 'over':
        return past(req, res);
      case 'closed':
        return closedPage(ctx, door, res);
      default:
        return unreachable(signIn);
    }
  }

  /** `main`: what is left to do when the password is of no use now. */
  async function passwordPage(
    res: Response,
    attempt: Attempt,
    form: FormView,
    main: 'password' | 'email-token' = 'password',
  ): Promise<void> {
    const ways = await listWays(ctx.db, door, attempt.address);
    if (!ways.includes('directory')) return closedPage(ctx, door, res);
    const byToken = ways.includes('email-token');
    res.render('login/password', {
      base: door.base,
      address: attempt.address,
      byToken,
      main: byToken ? main : 'password',
      shared: attempt.shared === 1,
      ...form,
    });
  }

  /** There is no attempt to go on with here: it was finished, perhaps just now by a first click, or it is over. */
  async function past(req: Request, res: Response): Promise<void> {
    const onwards = await wherePast(ctx, door, req);
    if (onwards) return res.redirect(303, onwards);
    const attempt = await attemptHere(ctx, door, req);
    // A double click: where the first one led is known once the browser has the cookies of its answer.
    const proven = attempt?.state === 'proven' || attempt?.state === 'settled';
    if (proven && req.method === 'POST') return res.redirect(303, '/login/password');
    overPage(ctx, door, res, whyOver(attempt));
  }
  return router;
}

/** The address already given is a user name, too, unless it has characters that none has. */
function userNameOf({ address }: Attempt): UserName | undefined {
  const user = parseUserName(address);
  return user.kind === 'refused' ? undefined : user;
}
