import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { clientOf } from '../web/client.js';
import { blankForm, type FormView, parseForm } from '../web/form.js';
import { queryText } from '../web/page-frame.js';
import { safeReturnTo } from '../web/return-to.js';
import { signedIn } from '../web/session.js';
import { attemptSecret, forgetAttempt, keepAttempt, knownBrowserCookie, liveAttempt } from './attempt-cookie.js';
import { beginAttempt } from './begin-attempt.js';
import type { Door } from './door.js';
import { EmailForm, OptionsForm } from './forms.js';
import { closedPage, emailPage, waitPage } from './pages.js';
import { sendToken } from './send-token.js';
import { isAnyWayOpen, listWays, type Way } from './ways.js';

interface Typed {
  address: string;
  shared: boolean;
  returnTo: string | undefined;
  form: FormView;
}

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
    if (!(await isAnyWayOpen(ctx.db, door))) return closedPage(ctx, door, res);
    if (!form.ok) return emailPage(ctx, door, res.status(422), form);
    const { email: address, shared, return_to: returnTo } = form.data;
    const ways = await listWays(ctx.db, door, address);
    if (ways.length === 0) return closedPage(ctx, door, res);
    if (!ways.includes('directory')) return sendToken(ctx, door, req, res, { address, shared, returnTo, form });
    await begin(req, res, ways, { address, shared, returnTo, form });
  });

  router.get('/options', async (req, res) => {
    const attempt = await liveAttempt(ctx, req, purpose);
    const ways = attempt ? await listWays(ctx.db, door, attempt.address) : [];
    if (!attempt || ways.length === 0) return res.redirect(303, base);
    res.render('login/options', { base, address: attempt.address, ways });
  });

  router.post('/options', async (req, res) => {
    const form = parseForm(OptionsForm, req.body);
    const attempt = await liveAttempt(ctx, req, purpose);
    if (!form.ok || !attempt) return res.redirect(303, base);
    if (!(await listWays(ctx.db, door, attempt.address)).includes(form.data.way)) return closedPage(ctx, door, res);
    if (form.data.way === 'directory') return res.redirect(303, '/login/password');
    const { address, shared, return_to: returnTo } = attempt;
    await sendToken(ctx, door, req, res, { address, shared: shared === 1, returnTo });
  });

  /** Where there is a choice, nothing is sent before it is made. With one way only, the choice is skipped. */
  async function begin(req: Request, res: Response, ways: Way[], { form, ...typed }: Typed): Promise<void> {
    const returnTo = safeReturnTo(ctx.config, typed.returnTo, door.home);
    const browser = { secret: attemptSecret(ctx, req, purpose), knownCookie: knownBrowserCookie(ctx, req) };
    const begun = await beginAttempt(ctx, { purpose, client: clientOf(req), ...typed, returnTo }, browser);
    if (begun.kind === 'limited') return waitPage(ctx, door, res, form, begun.retryAfterMs);
    if (begun.secret) keepAttempt(ctx, res, purpose, begun.secret);
    res.redirect(303, ways.length > 1 ? `${base}/options` : '/login/password');
  }
  return router;
}
