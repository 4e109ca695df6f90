import type { CookieOptions, Request, Response } from 'express';
import type { Config } from '../config.js';

/** `__Host-` and Secure follow PUBLIC_URL: browsers refuse both on http, which only this machine may use. */
export function cookieName(config: Config, name: string): string {
  return isSecure(config) ? `__Host-${name}` : name;
}

/** Lax, so that a click from webmail carries it. */
export function cookieOptions(config: Config): CookieOptions & { path: string } {
  return { httpOnly: true, sameSite: 'lax', secure: isSecure(config), path: '/' };
}

export function isSecure(config: Config): boolean {
  return config.publicUrl.startsWith('https:');
}

/** The cookie's value, or undefined. Only base64url and dots are ever in one of ours; anything else counts as absent. */
export function readCookie(config: Config, req: Request, name: string): string | undefined {
  const wanted = `${cookieName(config, name)}=`;
  const pair = (req.headers.cookie ?? '').split('; ').find((part) => part.startsWith(wanted));
  const value = pair?.slice(wanted.length);
  return value && /^[\w.-]{1,1000}$/.test(value) ? value : undefined;
}

export function setCookie(config: Config, res: Response, name: string, value: string, maxAge: number): void {
  res.cookie(cookieName(config, name), value, { ...cookieOptions(config), maxAge });
}

export function forgetCookie(config: Config, res: Response, name: string): void {
  res.clearCookie(cookieName(config, name), cookieOptions(config));
}
