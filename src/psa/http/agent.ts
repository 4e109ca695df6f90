import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent } from 'undici';
import { PsaFault } from '../fault.js';

/** The IPs of a name. */
export type Resolve = (host: string) => Promise<string[]>;

const CONNECT_MS = 5_000;
const NEXT_IP_MS = 1_000;
const MAX_BYTES = 1024 * 1024;

/** Connects to IPs that have been checked, all of those of a name: one that leads anywhere else leads nowhere. */
export function agentTo(isAllowed: (ip: string) => boolean, resolve: Resolve): Agent {
  const checked = async (host: string) => {
    const ips = await resolve(host);
    if (!ips.every(isAllowed)) throw new PsaFault('host-not-allowed');
    return ips.map((address) => ({ address, family: isIP(address) }));
  };
  return new Agent({
    maxResponseSize: MAX_BYTES,
    connect: {
      timeout: CONNECT_MS,
      autoSelectFamily: true, // so that `lookup` is always asked for all IPs
      autoSelectFamilyAttemptTimeout: NEXT_IP_MS,
      lookup: (host, _options, answer) =>
        void checked(host).then(
          (found) => answer(null, found),
          (fault) => answer(fault, []),
        ),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true, // said, so that no setting of the process can take it back
    },
  });
}

/** As the machine itself finds a name, its hosts file included. */
export async function resolveAll(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw new PsaFault('name-not-found');
  }
}
