import type { Request, Response } from 'express';
import { findLiveAttempt, KEPT_AFTER_END_MS } from '../attempt/attempt.js';
import type { Attempt } from '../attempt/attempt-store.js';
import { knownBrowser, rememberAddress } from '../attempt/known-browser.js';
import type { Context } from '../context.js';
import type { Purpose } from '../db/schema.js';
import { forgetCookie, readCookie, setCookie } from '../web/cookies.js';

const NAMES: Record<Purpose, string> = { contact: 'latchkey-attempt', administrator: 'latchkey-console-attempt' };
const KNOWN_BROWSER = 'latchkey-browser';
const COMPANY = 'latchkey-company';
const YEAR_MS = 365 * 24 * 3_600_000;

/** The attempt's cookie holds the asking browser's secret, later the redeeming browser's proof. */
export function attemptSecret({ config }: Context, req: Request, purpose: Purpose): string | undefined {
  return readCookie(config, req, NAMES[purpose]);
}

/** The attempt that this browser asked for, while it can still be redeemed or resent. */
export async function liveAttempt(ctx: Context, req: Request, purpose: Purpose): Promise<Attempt | undefined> {
  const secret = attemptSecret(ctx, req, purpose);
  return secret === undefined ? undefined : findLiveAttempt(ctx.db, secret, purpose, ctx.clock());
}

export function keepAttempt({ config }: Context, res: Response, purpose: Purpose, secret: string): void {
  setCookie(config, res, NAMES[purpose], secret, KEPT_AFTER_END_MS);
}

export function forgetAttempt({ config }: Context, res: Response, purpose: Purpose): void {
  forgetCookie(config, res, NAMES[purpose]);
}

/** Marks this browser as one that has signed in as this address. */
export function rememberBrowser({ config, keys }: Context, req: Request, res: Response, address: string): void {
  const cookie = readCookie(config, req, KNOWN_BROWSER);
  if (knownBrowser(keys.current, cookie, address)) return;
  setCookie(config, res, KNOWN_BROWSER, rememberAddress(keys.current, cookie, address), YEAR_MS);
}

export function knownBrowserCookie({ config }: Context, req: Request): string | undefined {
  return readCookie(config, req, KNOWN_BROWSER);
}

/** The contact that was chosen last in this browser, for an address that several companies know. */
export function rememberedContact({ config }: Context, req: Request): string | undefined {
  return readCookie(config, req, COMPANY);
}

export function rememberContact({ config }: Context, res: Response, contactId: string): void {
  setCookie(config, res, COMPANY, contactId, YEAR_MS);
}

export function forgetContact({ config }: Context, res: Response): void {
  forgetCookie(config, res, COMPANY);
}
