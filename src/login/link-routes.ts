import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { type DeadLink, inspectLink, type LinkState } from '../mail-token/redeem.js';
import { type LinkToken, parseLinkToken } from '../mail-token/typed-token.js';
import { hashSecret } from '../secret.js';
import { unreachable } from '../unreachable.js';
import { blankForm, parseForm } from '../web/form.js';
import { signedIn } from '../web/session.js';
import { browserName } from '../web/user-agent.js';
import { attemptSecret } from './attempt-cookie.js';
import type { Door } from './door.js';
import { finish } from './finish.js';
import { LinkForm } from './forms.js';
import { closedPage } from './pages.js';
import { redeemerHere } from './progress.js';
import { sendToken } from './send-token.js';
import { signInByLink } from './sign-in.js';

/** The link behind Login Now. Mounted at the door's base. */
export function linkRoutes(ctx: Context, door: Door): Router {
  const router = Router();
  const { base, purpose } = door;

  router.use('/now', (_req: Request, res: Response, next: NextFunction) => {
    res.set('Referrer-Policy', 'no-referrer');
    next();
  });

  router.get('/now/:link', async (req, res) => {
    const link = parseLinkToken(req.params.link);
    if (!(await door.isOpen(ctx.db))) return closedPage(ctx, door, res);
    const state = await inspect(link);
    if (state.kind !== 'good') return deadLink(req, res, state);
    if (link && isOwnClick(req, state)) return redeem(req, res, link, undefined);
    const { attempt, token } = state;
    const somebodyElse = addressHere(req) === attempt.address ? undefined : addressHere(req);
    res.render('login/link', {
      base,
      action: `${base}/now/${req.params.link}`,
      address: attempt.address,
      asked: { at: token.created_at, browser: browserName(attempt.user_agent), clientAddress: attempt.client_address },
      signedInAs: somebodyElse,
      purpose,
      ...blankForm(),
    });
  });

  router.post('/now/:link', async (req, res) => {
    const link = parseLinkToken(req.params.link);
    const form = parseForm(LinkForm, req.body);
    if (!link || !form.ok) return deadLink(req, res, { kind: 'damaged' });
    await redeem(req, res, link, form.data.shared);
  });

  router.post('/now/:link/resend', async (req, res) => {
    const state = await inspect(parseLinkToken(req.params.link));
    if (state.kind === 'damaged') return deadLink(req, res, state);
    if (!(await door.isOpen(ctx.db))) return closedPage(ctx, door, res);
    const { address, shared, return_to: returnTo } = state.attempt;
    await sendToken(ctx, door, req, res, { address, shared: shared === 1, returnTo });
  });

  async function inspect(link: LinkToken | undefined): Promise<LinkState> {
    return link ? inspectLink(ctx.db, { keys: ctx.keys, now: ctx.clock(), purpose }, link) : { kind: 'damaged' };
  }

  async function redeem(req: Request, res: Response, link: LinkToken, shared: boolean | undefined): Promise<void> {
    const signIn = await signInByLink(ctx, redeemerHere(ctx, door, req, shared), link);
    switch (signIn.kind) {
      case 'settled':
        return finish(ctx, door, req, res, signIn.settled, signIn.proof);
      case 'dead':
        return deadLink(req, res, signIn.state);
      case 'closed':
        return closedPage(ctx, door, res);
      default:
        return unreachable(signIn);
    }
  }

  /** Says why a link is dead and offers another token; a second click by somebody signed in by it just goes on. */
  function deadLink(req: Request, res: Response, state: DeadLink): void {
    if (state.kind === 'used' && addressHere(req) === state.attempt.address) return res.redirect(303, door.home);
    const canSend = state.kind !== 'damaged';
    const action = `${base}/now/${String(req.params.link)}/resend`;
    res.status(canSend ? 410 : 404).render('login/link-dead', { base, kind: state.kind, canSend, action });
  }

  /** A person's click in the browser that asked, with nobody else signed in. */
  function isOwnClick(req: Request, { attempt }: Extract<LinkState, { kind: 'good' }>): boolean {
    const secret = attemptSecret(ctx, req, purpose);
    const asked = secret !== undefined && hashSecret(secret) === attempt.asked_hash;
    const here = addressHere(req);
    return asked && isNavigation(req) && (here === undefined || here === attempt.address);
  }

  function addressHere(req: Request): string | undefined {
    const live = signedIn(req);
    return live && ((purpose === 'contact' ? live.address : live.administrator_address) ?? undefined);
  }
  return router;
}

/** Browsers without fetch metadata are old, and get the benefit of the doubt: they hold the attempt's secret. */
function isNavigation(req: Request): boolean {
  const prefetch = `${req.get('sec-purpose') ?? ''} ${req.get('purpose') ?? ''} ${req.get('x-moz') ?? ''}`;
  const mode = req.get('sec-fetch-mode') ?? 'navigate';
  const dest = req.get('sec-fetch-dest') ?? 'document';
  return mode === 'navigate' && dest === 'document' && !/prefetch|prerender|preview/i.test(prefetch);
}
