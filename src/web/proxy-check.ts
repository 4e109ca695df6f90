import type { RequestHandler } from 'express';
import type { Context } from '../context.js';
import { isSecure } from './cookies.js';

/**
 * Notices once per start what a proxy in front does that the configuration does not say, and has the log and the console
 * tell it: limits and audit events would name the proxy instead of people, or cookies might never come back.
 */
export function proxyCheck({ config, log, misconfigured }: Context): RequestHandler {
  const checks = [
    {
      notice: 'looks-like-http' as const,
      wrong: (protocol: string) => isSecure(config) && protocol === 'http',
      advice:
        'PUBLIC_URL is https, but requests look like http. Set TRUST_PROXY, and have the proxy send X-Forwarded-Proto',
    },
    {
      notice: 'proxy-not-trusted' as const,
      wrong: (_protocol: string, forwarded: boolean) => forwarded && config.trustProxy === false,
      advice: 'X-Forwarded-For arrives, but TRUST_PROXY is not set: client addresses are those of the proxy',
    },
  ];
  return (req, _res, next) => {
    for (const { notice, wrong, advice } of checks) {
      if (misconfigured.has(notice) || !wrong(req.protocol, req.headers['x-forwarded-for'] !== undefined)) continue;
      misconfigured.add(notice);
      log.warn({ notice }, advice);
    }
    next();
  };
}
