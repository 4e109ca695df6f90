import type { RequestHandler } from 'express';
import { type Config, isLoopbackHost, isLoopbackUrl } from '../config.js';
import { badRequest, forbidden } from './errors.js';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what another site makes a browser post. Browsers say where a request comes from (Sec-Fetch-Site); older ones
 * name the origin. A request that changes something and says neither is refused.
 */
export function sameOriginOnly(config: Config): RequestHandler {
  return (req, _res, next) => {
    if (SAFE.includes(req.method)) return next();
    const site = req.get('sec-fetch-site');
    const origin = req.get('origin');
    const namesOther = origin !== undefined && origin !== config.publicUrl && !(origin === 'null' && site);
    const allowed = site === undefined ? origin === config.publicUrl : site === 'same-origin' && !namesOther;
    next(allowed ? undefined : forbidden('cross-site'));
  };
}

/** Answers only to the host of PUBLIC_URL; a GET on another loopback name of a local portal is sent there. */
export function knownHostOnly(config: Config): RequestHandler {
  const own = new URL(config.publicUrl).host;
  const local = isLoopbackUrl(config.publicUrl);
  return (req, res, next) => {
    const host = req.headers.host ?? '';
    if (host === own) return next();
    const elsewhere = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
    if (local && SAFE.includes(req.method) && isLoopbackHost(elsewhere))
      return res.redirect(302, config.publicUrl + samePath(req.originalUrl));
    next(badRequest(421));
  };
}

/** `//evil.example` after an origin is a path of that origin still; what is no path at all goes to the front page. */
function samePath(url: string): string {
  return url.startsWith('/') ? url : '/';
}
