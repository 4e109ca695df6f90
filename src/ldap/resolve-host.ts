import { TIMEOUT } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isUsableIp } from './address.js';
import { Fault, faultOf } from './fault.js';

const TRY_MS = 1_000;
const TRIES = 2;

/**
 * The IPs of a controller's name; throws a Fault when there are none. The machine's own lookup, which knows its hosts file,
 * comes second: it holds one of the few threads that all names share, and a company's dead DNS would keep it for long.
 */
export async function resolveHost(host: string): Promise<string[]> {
  const found = isIP(host) === 0 ? await ask(host) : [host];
  const ips = found.filter(isUsableIp);
  if (ips.length === 0) throw new Fault('name-not-found');
  return ips;
}

async function ask(host: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const ips = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (ips.length > 0) return ips;
  const silent = answers.some((answer) => answer.status === 'rejected' && answer.reason.code === TIMEOUT);
  if (silent) throw new Fault('name-not-found');
  return lookUp(host);
}

async function lookUp(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw faultOf(error, 'name-not-found');
  }
}
