import type { Config } from '../config.js';

/** Never a place to return to: they would lead in circles, or act on arrival. */
const NOT_BACK_TO = /^\/(login|logout|setup|dev|admin\/login|admin\/logout)(\/|$)/;
const LONGEST = 1000;

/**
 * A path of this portal that a person wanted before signing in, written anew from its parts; `fallback` for anything that
 * leads elsewhere, such as `//evil.example` or `/\evil.example`.
 */
export function safeReturnTo({ publicUrl }: Config, wanted: string | undefined, fallback: '/' | '/admin'): string {
  if (!wanted?.startsWith('/') || wanted.length > LONGEST || !URL.canParse(wanted, publicUrl)) return fallback;
  const url = new URL(wanted, publicUrl);
  const path = url.pathname + url.search;
  if (url.origin !== publicUrl || path.startsWith('//') || NOT_BACK_TO.test(url.pathname)) return fallback;
  return fallback === '/' || /^\/admin(\/|$)/.test(url.pathname) ? path : fallback;
}
