import type { Request } from 'express';
import { notFound } from './errors.js';
import { queryText } from './page-frame.js';

/** The shape of `newId`: nothing else, such as a NUL that PostgreSQL refuses, reaches a query. */
const ID = /^[0-9a-z]{9}[0-9a-f]{18}$/;
/** The shape of `randomToken(12)`. */
const HANDLE = /^[\w-]{16}$/;

/** An id in a path; what cannot be an id of ours is a page that does not exist. */
export function idParam(req: Request, name = 'id'): string {
  const id = req.params[name];
  if (typeof id !== 'string' || !ID.test(id)) throw notFound();
  return id;
}

/** The handle of a session or an attempt in a path. */
export function handleParam(req: Request, name = 'id'): string {
  const handle = req.params[name];
  if (typeof handle !== 'string' || !HANDLE.test(handle)) throw notFound();
  return handle;
}

/** The page of a list that `?page=` asks for; anything that is no page number means the first. */
export function pageParam(req: Request): number {
  const text = queryText(req, 'page') ?? '';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}
