import { type Response, Router } from 'express';
import { accountOf } from '../attempt/account.js';
import type { Attempt } from '../attempt/attempt-store.js';
import type { Context } from '../context.js';
import { blankForm, type FormView, parseForm } from '../web/form.js';
import { liveAttempt } from './attempt-cookie.js';
import { contactDoor as door } from './contact-door.js';
import { OwnAddressForm } from './forms.js';
import { sendToken } from './send-token.js';

/** Which email address belongs to a Windows account that has none we may believe: proven by email token. */
export function addressRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/login/address', async (req, res) => {
    const attempt = await liveAttempt(ctx, req, 'contact');
    if (!attempt || !accountOf(attempt)) return res.redirect(303, '/login');
    addressPage(res, attempt, blankForm({ email: attempt.address }));
  });

  router.post('/login/address', async (req, res) => {
    const attempt = await liveAttempt(ctx, req, 'contact');
    if (!attempt || !accountOf(attempt)) return res.redirect(303, '/login');
    const form = parseForm(OwnAddressForm, req.body);
    if (!form.ok) return addressPage(res.status(422), attempt, form);
    const { shared, return_to: returnTo } = attempt;
    const wanted = { address: form.data.email, shared: shared === 1, returnTo, keepAccount: true };
    await sendToken(ctx, door, req, res, wanted);
  });

  function addressPage(res: Response, attempt: Attempt, form: FormView): void {
    res.render('login/address', { base: door.base, userName: accountOf(attempt)?.userName, ...form });
  }
  return router;
}
