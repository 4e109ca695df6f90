import type { NextFunction, Request, RequestHandler, Response } from 'express';
import session, { type SessionData, Store } from 'express-session';
import type { Context } from '../context.js';
import type { Purpose } from '../db/schema.js';
import { hashSecret } from '../secret.js';
import {
  deleteSession,
  findLiveSession,
  type LiveSession,
  markSeen,
  updateSessionData,
} from '../sessions/session-store.js';
import { NO_DATA, type StartedSession } from '../sessions/start-session.js';
import { cookieName, cookieOptions } from './cookies.js';
import { dateOf } from './moments.js';

declare module 'express-session' {
  interface SessionData {
    /** The row this session was loaded from, with its person. Absent for anonymous visitors. Not saved with it. */
    live: LiveSession;
    /** Makes a new session differ from an empty one, so that express-session sends its cookie. */
    expiresAt: number;
    /** One message for the next page. */
    flash: string;
  }
}

/** However active a session is, its use is written at most this often. */
const SEEN_EVERY_MS = 5 * 60_000;
const COOKIES: Record<Purpose, string> = { contact: 'latchkey', administrator: 'latchkey-console' };

/** express-session over the sessions table, for contacts or for administrators: two cookies, never mixed up. */
export function sessions(ctx: Context, kind: Purpose): RequestHandler {
  return session({
    name: cookieName(ctx.config, COOKIES[kind]),
    secret: [ctx.keys.current.cookie, ...(ctx.keys.previous ? [ctx.keys.previous.cookie] : [])],
    store: new SessionStore(ctx, kind),
    genid: (req) => (req as Request & { startedSession?: string }).startedSession ?? 'anonymous',
    resave: false,
    saveUninitialized: false,
    cookie: { ...cookieOptions(ctx.config) },
  });
}

/** Gives this browser the session that a rule has just started; whatever session it sent is ended. */
export async function enterSession(ctx: Context, req: Request, started: StartedSession): Promise<void> {
  const earlier = signedIn(req)?.id_hash;
  if (earlier) await deleteSession(ctx.db, earlier);
  Object.assign(req, { startedSession: started.id });
  req.sessionStore.generate(req);
  req.session.expiresAt = started.expiresAt;
  req.session.cookie.expires = cookieEnd(started.shared, started.expiresAt);
}

/** Ends this browser's session and forgets its cookie. */
export async function leaveSession(req: Request, res: Response, ctx: Context, kind: Purpose): Promise<void> {
  await new Promise<void>((resolve, reject) => req.session.destroy((error) => (error ? reject(error) : resolve())));
  res.clearCookie(cookieName(ctx.config, COOKIES[kind]), cookieOptions(ctx.config));
}

type Done = (error?: unknown) => void;

class SessionStore extends Store {
  readonly #ctx: Context;
  readonly #kind: Purpose;

  constructor(ctx: Context, kind: Purpose) {
    super();
    this.#ctx = ctx;
    this.#kind = kind;
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    const { db, clock } = this.#ctx;
    findLiveSession(db, hashSecret(id), this.#kind, clock()).then(
      (live) => done(null, live && sessionData(live)),
      done,
    );
  }

  /** Rows are made by `startSession`; what can change afterwards is the flash. */
  override set(id: string, { live, flash }: SessionData, done: Done = ignore): void {
    const data = JSON.stringify({ flash });
    if ((live?.data ?? NO_DATA) === data) return done();
    updateSessionData(this.#ctx.db, hashSecret(id), data).then(() => done(), done);
  }

  override touch(_id: string, { live }: SessionData, done: Done = ignore): void {
    const now = this.#ctx.clock();
    if (!live || now - live.seen_at < SEEN_EVERY_MS) return done();
    markSeen(this.#ctx.db, live.id_hash, now).then(() => done(), done);
  }

  override destroy(id: string, done: Done = ignore): void {
    deleteSession(this.#ctx.db, hashSecret(id)).then(() => done(), done);
  }
}

/** express-session hashes what it may have to save on every request; the row and its person are not to be saved. */
function sessionData(live: LiveSession): SessionData {
  const cookie = new session.Cookie();
  cookie.expires = cookieEnd(live.shared === 1, live.expires_at);
  const unsaved = Object.defineProperty({ ...live }, 'toJSON', { value: () => undefined });
  const data = { ...(JSON.parse(live.data) as object), expiresAt: live.expires_at, live: unsaved, cookie };
  return data as unknown as SessionData;
}

/** The cookie lives as long as the row may at most; when it is used too little the row ends before. */
function cookieEnd(shared: boolean, expiresAt: number): Date | null {
  return shared ? null : dateOf(expiresAt);
}

function ignore(): void {}

/** Who is signed in, with their session; undefined for an anonymous visitor. */
export function signedIn(req: Request): LiveSession | undefined {
  return req.session?.live;
}

/** Lets only this kind of person through; sends everybody else to sign in first. */
export function requireSignedIn(kind: Purpose, signInPage: string) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (signedIn(req)?.kind === kind) return next();
    const to = req.method === 'GET' ? `?return_to=${encodeURIComponent(req.originalUrl)}` : '';
    res.redirect(303, signInPage + to);
  };
}
