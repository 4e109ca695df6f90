import type { Request } from 'express';
import type { Client } from '../sessions/start-session.js';

const LONGEST_USER_AGENT = 300;

/** The browser behind a request, as far as the proxies in front can be trusted (TRUST_PROXY). */
export function clientOf(req: Request): Client {
  const address = (req.ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  return { address, userAgent: (req.get('user-agent') ?? '').slice(0, LONGEST_USER_AGENT) };
}
