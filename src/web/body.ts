import express, { type RequestHandler } from 'express';
import { badRequest } from './errors.js';

const FIELDS = 50;

/** Reads posted forms, and nothing else. A field that comes twice is refused: two parsers would see two values. */
export function formBody({ limit }: { limit: '10kb' | '256kb' }): RequestHandler[] {
  return [onlyForms, express.urlencoded({ extended: false, limit, parameterLimit: FIELDS }), oneValueEach];
}

const onlyForms: RequestHandler = (req, _res, next) => {
  const length = Number(req.headers['content-length'] ?? 0);
  const empty = length === 0 && req.headers['transfer-encoding'] === undefined;
  next(empty || req.is('application/x-www-form-urlencoded') ? undefined : badRequest(415));
};

const oneValueEach: RequestHandler = (req, _res, next) => {
  const fields = Object.entries((req.body ?? {}) as object);
  next(fields.every(([name, value]) => typeof value === 'string' && /^[a-z_]+$/.test(name)) ? undefined : badRequest());
};
