import type { NextFunction, Request, RequestHandler, Response } from 'express';
import session, { type SessionData, Store } from 'express-session';
import type { Context } from '../context.js';
import type { Purpose } from '../db/schema.js';
import {
  deleteSession,
  findLiveSession,
  type LiveSession,
  markSeen,
  updateSessionData,
} from '../sessions/session-store.js';
import { hashSessionId } from '../sessions/start-session.js';
import { cookieName, cookieOptions } from './cookies.js';
import { dateOf } from './moments.js';

declare module 'express-session' {
  interface SessionData {
    /** The row this session was loaded from, with its person. Absent for anonymous visitors. */
    live: LiveSession;
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
export async function enterSession(ctx: Context, req: Request, sessionId: string, kind: Purpose): Promise<void> {
  const live = await findLiveSession(ctx.db, hashSessionId(sessionId), kind, ctx.clock());
  if (!live) throw new Error('A session that was just started is not there');
  const earlier = req.session.live?.id_hash;
  if (earlier) await deleteSession(ctx.db, earlier);
  Object.assign(req, { startedSession: sessionId });
  req.sessionStore.generate(req);
  req.session.live = live;
  req.session.cookie.expires = cookieEnd(live);
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
    findLiveSession(db, hashSessionId(id), this.#kind, clock()).then(
      (live) => done(null, live && sessionData(live)),
      done,
    );
  }

  /** Rows are made by `startSession`; what can change afterwards is the flash. */
  override set(id: string, { live, flash }: SessionData, done: Done = ignore): void {
    const data = JSON.stringify({ flash });
    if (live?.data === data) return done();
    updateSessionData(this.#ctx.db, hashSessionId(id), data).then(() => done(), done);
  }

  override touch(_id: string, { live }: SessionData, done: Done = ignore): void {
    const now = this.#ctx.clock();
    if (!live || now - live.seen_at < SEEN_EVERY_MS) return done();
    markSeen(this.#ctx.db, live.id_hash, now).then(() => done(), done);
  }

  override destroy(id: string, done: Done = ignore): void {
    deleteSession(this.#ctx.db, hashSessionId(id)).then(() => done(), done);
  }
}

function sessionData(live: LiveSession): SessionData {
  const cookie = new session.Cookie();
  cookie.expires = cookieEnd(live);
  return { ...(JSON.parse(live.data) as object), live, cookie } as unknown as SessionData;
}

/** The cookie lives as long as the row may at most; when it is used too little the row ends before. */
function cookieEnd(live: LiveSession): Date | null {
  return live.shared ? null : dateOf(live.expires_at);
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
