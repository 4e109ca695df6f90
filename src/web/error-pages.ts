import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Context } from '../context.js';
import { en } from '../text/en.js';
import { badRequest, HttpError, notFound } from './errors.js';

/** What no router took: the page is not there, or not for this method. */
export const nothingHere: RequestHandler = (_req, _res, next) => next(notFound());

/** The last handler: a page for every failure. The cause of a surprise goes to the log under the id that the page shows. */
export function errorPages({ log, when }: Context): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const expected = asHttpError(error);
    const id = randomUUID();
    if (!expected) log.error({ id, method: req.method, error }, 'request failed');
    const { status, page, model } = expected ?? new HttpError(500, 'errors/failure', { id });
    const plain = { t: en, when, portalName: 'Latchkey', notices: [], path: req.path, values: {}, errors: {} };
    const home = /^\/admin(\/|$)/.test(req.path) ? '/admin' : '/';
    // After a surprise nothing is read any more: it may have been the database.
    const frame = expected ? res.locals : { frame: undefined };
    res.status(status).render(page, { ...plain, ...frame, ...model, home });
  };
}

/** Express and its body parser mark what the request did wrong with a status of its own. */
function asHttpError(error: unknown): HttpError | undefined {
  if (error instanceof HttpError) return error;
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413 || status === 415) return badRequest(status);
  return typeof status === 'number' && status >= 400 && status < 500 ? badRequest() : undefined;
}
