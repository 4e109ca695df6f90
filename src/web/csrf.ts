import { createHmac } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Context } from '../context.js';
import { isSameSecret } from '../secret.js';
import { forbidden } from './errors.js';
import { signedIn } from './session.js';

/** The form token of this session, derived from its id: nothing to store, and dead with the session. */
export function csrfToken(ctx: Context, req: Request): string | undefined {
  const live = signedIn(req);
  return live && createHmac('sha256', ctx.keys.current.csrf).update(live.id_hash).digest('base64url');
}

/** Refuses a post by somebody signed in that lacks the token of their session. Stands before every router with forms. */
export function requireCsrf(ctx: Context): RequestHandler {
  return (req, _res, next) =>
    next(req.method !== 'POST' || hasCsrfToken(ctx, req) ? undefined : forbidden('form-expired'));
}

/** True for a form of this session, and for one that a visitor posts who is not signed in. */
export function hasCsrfToken(ctx: Context, req: Request): boolean {
  const expected = csrfToken(ctx, req);
  const sent = (req.body as { _csrf?: unknown } | undefined)?._csrf;
  return expected === undefined || (typeof sent === 'string' && isSameSecret(expected, sent));
}
