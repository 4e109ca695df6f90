import type { Request, RequestHandler } from 'express';
import type { Context } from '../../context.js';
import { en as t } from '../../text/en.js';
import { notFound } from '../../web/errors.js';
import { findPsa } from '../settings-store.js';

/** The shape of the ids that PSAs give, for what reaches a query. */
const PSA_ID = /^[\w-]{1,64}$/;

/** Leads to System > PSA while none is connected. */
export function requirePsa(ctx: Context): RequestHandler {
  return async (_req, res, next) => {
    if ((await vendorOf(ctx)) === undefined) return res.redirect(303, '/admin/psa');
    next();
  };
}

/** What the connected PSA is called. Undefined when there is none. */
export async function vendorOf({ db, keys }: Pick<Context, 'db' | 'keys'>): Promise<string | undefined> {
  const found = await findPsa(db, keys);
  return found && t.psa.vendors[found.account.kind];
}

/** The same behind requirePsa; whoever disconnects it at this very moment gets a general word. */
export async function vendorHere(ctx: Context): Promise<string> {
  return (await vendorOf(ctx)) ?? t.psa.title;
}

/** The id of one of the PSA's companies in a path. */
export function psaIdParam(req: Request): string {
  const id = req.params.psa;
  if (typeof id !== 'string' || !PSA_ID.test(id)) throw notFound();
  return id;
}
