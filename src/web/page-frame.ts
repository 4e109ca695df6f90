import type { Request, RequestHandler } from 'express';
import type { Context } from '../context.js';
import { en } from '../text/en.js';
import { csrfToken } from './csrf.js';
import { takeFlash } from './flash.js';
import { isAtThisMachine } from './inbox-guard.js';
import { signedIn } from './session.js';

/** Gives every page of the routers behind it its frame: texts, portal name, form token, flash, notices, times. */
export function pageFrame(ctx: Context): RequestHandler {
  return async (req, res, next) => {
    const frame = await ctx.readFrame();
    const live = signedIn(req);
    Object.assign(res.locals, frame, {
      t: en,
      path: req.baseUrl + req.path,
      when: ctx.when,
      inboxOpen: frame.notices.includes('not-sending') && isAtThisMachine(ctx.config, req),
      csrf: csrfToken(ctx, req),
      flash: req.method === 'GET' ? takeFlash(req) : undefined,
      portalName: live?.portal_name ?? frame.portalName,
      ...(live?.administrator_id && {
        admin: { name: live.administrator_name, address: live.administrator_address },
        notices: [...frame.notices, ...ctx.misconfigured],
      }),
    });
    next();
  };
}

/** One query parameter; undefined when it is absent or comes twice. */
export function queryText(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' ? value : undefined;
}
