import type { Request, Response } from 'express';
import type { Context } from '../context.js';
import { unreachable } from '../unreachable.js';
import { enterSession } from '../web/session.js';
import { forgetAttempt, forgetContact, keepAttempt, rememberBrowser } from './attempt-cookie.js';
import type { Door, Settled } from './door.js';

/** Answers a proof: onwards with a session, to the next question, or with the reason why not. */
export async function finish(
  ctx: Context,
  door: Door,
  req: Request,
  res: Response,
  settled: Settled,
  proof?: string,
): Promise<void> {
  switch (settled.kind) {
    case 'signed-in':
      await enterSession(ctx, req, settled.session);
      forgetAttempt(ctx, res, door.purpose);
      // A shared computer is nobody's own: it gets no budget and remembers no company.
      if (!settled.session.shared) rememberBrowser(ctx, req, res, settled.address);
      return res.redirect(303, settled.returnTo);
    case 'choose-company':
    case 'ask-name':
      if (proof) keepAttempt(ctx, res, door.purpose, proof);
      return res.redirect(303, settled.kind === 'ask-name' ? '/login/name' : '/login/company');
    case 'refused':
      forgetAttempt(ctx, res, door.purpose);
      // Another company of the same person may let them in: next time they are asked which.
      forgetContact(ctx, res);
      return res.status(403).render('login/refused', { address: settled.address, kind: settled.why, base: door.base });
    case 'settled-before':
      return res.redirect(303, door.home);
    case 'no-attempt':
      return res.status(403).render('login/over', { base: door.base, kind: 'no-attempt' });
    default:
      return unreachable(settled);
  }
}
