import type { RequestHandler } from 'express';
import { HttpError } from './errors.js';

const METHODS = ['GET', 'HEAD', 'POST'];

/** Pages are read and forms are posted; nothing here knows another method. */
export const methodsOfPages: RequestHandler = (req, res, next) => {
  if (METHODS.includes(req.method)) return next();
  res.set('Allow', METHODS.join(', '));
  next(new HttpError(405, 'errors/bad-request', { status: 405 }));
};

/** Express runs GET handlers for HEAD, and some of the dialog's go on to a session: mail scanners ask HEAD. */
export const headChangesNothing: RequestHandler = (req, res, next) => {
  if (req.method !== 'HEAD') return next();
  res.status(200).end();
};
