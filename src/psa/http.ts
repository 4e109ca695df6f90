import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request as send } from 'undici';
import type { PsaHttp, PsaRequest, PsaResponse } from './connector.js';
import { PsaFault } from './fault.js';
import { faultOfError } from './network-fault.js';
import { isPublicIp, isUsableIp } from './public-address.js';
import { type Reach, reachOf } from './site.js';

export interface PsaHttpOptions {
  /** Origins that may lie in our own network, as `Config.psaAllowedHosts`. */
  allowedHosts: readonly string[];
  /** The IPs of a name; the machine's own look-up unless a test says otherwise. */
  resolve?: Resolve;
  /** For one try, from the look-up of the name to the last byte. */
  tryMs?: number;
}

export type Resolve = (host: string) => Promise<string[]>;

const TRY_MS = 10_000;
const CONNECT_MS = 5_000;
const NEXT_IP_MS = 1_000;
const MAX_BYTES = 1024 * 1024;
/** Before the second and the third try of a GET. */
const BACK_OFF_MS = [100, 200];
const LONGEST_WAIT_MS = 3_600_000;

/** The bare way to a PSA's site, on its own terms and ours. It logs nothing: requests bear credentials. */
export function createPsaHttp({ allowedHosts, resolve = resolveAll, tryMs = TRY_MS }: PsaHttpOptions): PsaHttp {
  const agents: Record<Reach, Agent> = {
    named: agentTo(isUsableIp, resolve),
    public: agentTo(isPublicIp, resolve),
  };
  return async (request) => {
    const reach = reachOf(new URL(request.url), allowedHosts);
    if (!reach) throw new PsaFault('host-not-allowed');
    const once = () => ask(request, agents[reach], tryMs);
    return request.method === 'GET' ? patiently(once) : once();
  };
}

/** Connects to IPs that have been checked, all of those of a name: one that leads anywhere else leads nowhere. */
function agentTo(isAllowed: (ip: string) => boolean, resolve: Resolve): Agent {
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

async function resolveAll(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw new PsaFault('name-not-found');
  }
}

/** Asks again what changes nothing there, where that may help. */
async function patiently(once: () => Promise<PsaResponse>): Promise<PsaResponse> {
  for (const ms of BACK_OFF_MS) {
    try {
      const response = await once();
      if (response.status < 500) return response;
    } catch (error) {
      if (!(error instanceof PsaFault && ['no-answer', 'unreachable'].includes(error.kind))) throw error;
    }
    await pause(ms);
  }
  return once();
}

/** undici's `request` and not its `fetch`, which unpacks without limit and repeats a POST by itself when told 421. */
async function ask({ method, url, headers, json }: PsaRequest, dispatcher: Agent, ms: number): Promise<PsaResponse> {
  const sent = json === undefined ? {} : { 'content-type': 'application/json' };
  const body = json === undefined ? null : JSON.stringify(json);
  const perhapsDone = method === 'POST';
  try {
    const signal = AbortSignal.timeout(ms);
    const answer = await send(url, { method, headers: { ...sent, ...headers }, body, dispatcher, signal });
    const text = await answer.body.text();
    const response = { status: answer.statusCode, headers: toHeaders(answer.headers), body: parsed(text) };
    if (response.status === 429) throw new PsaFault('limited', { status: 429, ...retryAfter(response.headers) });
    if (response.status < 300 || response.status >= 400) return response;
    throw new PsaFault('redirected', { status: response.status, perhapsDone });
  } catch (error) {
    throw faultOfError(error, perhapsDone);
  }
}

function toHeaders(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(received)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Retry-After is in seconds, or a time by the PSA's clock. */
function retryAfter(headers: Headers): { retryAfterMs?: number } {
  const text = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(ms) ? { retryAfterMs: Math.min(Math.max(ms, 0), LONGEST_WAIT_MS) } : {};
}
