import type { RequestHandler } from 'express';
import type { Context } from '../context.js';

const SILENT = /^\/(livez|readyz|assets\/|login\/status|admin\/login\/status)/;

/** One line a request: method, route, status, time. The route, not the URL: links hold tokens and queries hold anything. */
export function requestLog({ log }: Context): RequestHandler {
  return (req, res, next) => {
    if (!log.isLevelEnabled('info') || SILENT.test(req.path)) return next();
    const started = process.hrtime.bigint();
    res.on('finish', () => {
      const ms = Number((process.hrtime.bigint() - started) / 10_000n) / 100;
      log.info({ method: req.method, route: routeOf(req.baseUrl, req.route), status: res.statusCode, ms }, 'request');
    });
    next();
  };
}

function routeOf(base: string, route: { path?: unknown } | undefined): string {
  return typeof route?.path === 'string' ? base + route.path : 'none';
}
