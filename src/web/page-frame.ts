import type { Request, RequestHandler } from 'express';
import type { Context } from '../context.js';
import { en } from '../text/en.js';
import { csrfToken } from './csrf.js';
import { takeFlash } from './flash.js';
import { isAtThisMachine } from './inbox-guard.js';
import { signedIn } from './session.js';
import type { PageFrame } from './views.js';

/** Gives every page of the routers behind it its frame. What takes a query is read when a page is drawn, and only then. */
export function pageFrame(ctx: Context): RequestHandler {
  return (req, res, next) => {
    Object.assign(res.locals, { t: en, when: ctx.when, path: req.path, frame: () => frameOf(ctx, req) });
    next();
  };
}

async function frameOf(ctx: Context, req: Request): Promise<PageFrame> {
  const frame = await ctx.readFrame();
  const live = signedIn(req);
  const admin = live?.administrator_id && { name: live.administrator_name, address: live.administrator_address };
  return {
    ...frame,
    portalName: live?.portal_name ?? frame.portalName,
    notices: admin ? [...frame.notices, ...ctx.misconfigured] : frame.notices,
    inboxOpen: frame.notices.includes('not-sending') && isAtThisMachine(ctx.config, req),
    csrf: csrfToken(ctx, req),
    flash: req.method === 'GET' ? takeFlash(req) : undefined,
    ...(admin && { admin }),
  };
}

/** One query parameter; undefined when it is absent or comes twice. */
export function queryText(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' ? value : undefined;
}
