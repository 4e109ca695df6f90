import { BlockList, isIPv6 } from 'node:net';
import type { RequestHandler } from 'express';
import type { Context } from '../context.js';
import type { Misconfigured } from '../frame.js';
import { isSecure } from './cookies.js';

/** Where proxies in front of us live. What somebody far away puts into a header says nothing about our configuration. */
const NEARBY = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  NEARBY.addSubnet(network, bits);
}
NEARBY.addAddress('::1', 'ipv6');
NEARBY.addSubnet('fc00::', 7, 'ipv6');

const ADVICE: Record<Misconfigured, string> = {
  'looks-like-http':
    'PUBLIC_URL is https, but requests look like http. Set TRUST_PROXY, and have the proxy send X-Forwarded-Proto',
  'proxy-not-trusted': 'X-Forwarded-For arrives, but TRUST_PROXY is not set: client addresses are those of the proxy',
};

/**
 * Notices what a proxy in front does that the configuration does not say, and has the log and the console tell it: limits
 * and audit events would name the proxy instead of people. Forgotten when somebody far away talks to us directly.
 */
export function proxyCheck({ config, log, misconfigured }: Context): RequestHandler {
  const notice = (kind: Misconfigured): void => {
    if (!misconfigured.has(kind)) log.warn({ kind }, ADVICE[kind]);
    misconfigured.add(kind);
  };
  return (req, _res, next) => {
    const nearby = isNearby(req.socket.remoteAddress ?? '');
    if (isSecure(config) && req.protocol === 'http') notice('looks-like-http');
    else misconfigured.delete('looks-like-http');
    if (config.trustProxy !== false || !nearby) misconfigured.delete('proxy-not-trusted');
    else if (req.headers['x-forwarded-for'] !== undefined) notice('proxy-not-trusted');
    next();
  };
}

function isNearby(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return NEARBY.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
