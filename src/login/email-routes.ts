import { Router } from 'express';
import type { Context } from '../context.js';
import { blankForm, parseForm } from '../web/form.js';
import { queryText } from '../web/page-frame.js';
import { safeReturnTo } from '../web/return-to.js';
import { signedIn } from '../web/session.js';
import { forgetAttempt, liveAttempt } from './attempt-cookie.js';
import type { Door } from './door.js';
import { EmailForm, OptionsForm } from './forms.js';
import { emailPage } from './pages.js';
import { sendToken } from './send-token.js';
import { listWays } from './ways.js';

/** The address, and the ways that are open for it. Mounted at the door's base: `/login` or `/admin/login`. */
export function emailRoutes(ctx: Context, door: Door): Router {
  const router = Router();
  const { base, purpose } = door;

  router.get('/', async (req, res) => {
    const returnTo = safeReturnTo(ctx.config, queryText(req, 'return_to'), door.home);
    const another = req.query.another !== undefined;
    if (signedIn(req) && !another) return res.redirect(303, returnTo);
    if (another) forgetAttempt(ctx, res, purpose);
    await emailPage(ctx, door, res, blankForm({ return_to: returnTo }));
  });

  router.post('/', async (req, res) => {
    const form = parseForm(EmailForm, req.body);
    const ways = await listWays(ctx.db, door);
    if (ways.length === 0) return emailPage(ctx, door, res.status(403), form);
    if (!form.ok) return emailPage(ctx, door, res.status(422), form);
    const { email, shared, return_to } = form.data;
    await sendToken(ctx, door, req, res, { address: email, shared, returnTo: return_to, form });
  });

  router.get('/options', async (req, res) => {
    const attempt = await liveAttempt(ctx, req, purpose);
    const ways = await listWays(ctx.db, door);
    if (!attempt || ways.length === 0) return res.redirect(303, base);
    res.render('login/options', { base, address: attempt.address, ways });
  });

  router.post('/options', async (req, res) => {
    const form = parseForm(OptionsForm, req.body);
    const attempt = await liveAttempt(ctx, req, purpose);
    if (!form.ok || !attempt) return res.redirect(303, base);
    if (!(await listWays(ctx.db, door)).includes(form.data.way))
      return emailPage(ctx, door, res.status(403), blankForm());
    const { address, shared, return_to: returnTo } = attempt;
    await sendToken(ctx, door, req, res, { address, shared: shared === 1, returnTo });
  });
  return router;
}
