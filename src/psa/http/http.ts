import { setTimeout as pause } from 'node:timers/promises';
import { type Agent, request as send } from 'undici';
import type { PsaHttp, PsaRequest, PsaResponse } from '../connector.js';
import { PsaFault } from '../fault.js';
import { agentTo, type Resolve, resolveAll } from './agent.js';
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

const TRY_MS = 10_000;
/** Before the second and the third try of what only reads. */
const BACK_OFF_MS = [100, 200];
/** What asks us to wait, and then for no time at all, is not asked again at once. */
const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 3_600_000;

/** The bare way to a PSA's site, which asks again what changes nothing there. */
export function createPsaHttp(options: PsaHttpOptions): PsaHttp {
  return repeating(createTry(options));
}

/** One try; where it goes and where not is `reachOf`'s and `agentTo`'s. Logs nothing. */
export function createTry({ allowedHosts, resolve = resolveAll, tryMs = TRY_MS }: PsaHttpOptions): PsaHttp {
  const agents: Record<Reach, Agent> = {
    named: agentTo(isUsableIp, resolve),
    public: agentTo(isPublicIp, resolve),
  };
  return async (request) => {
    const reach = reachOf(new URL(request.url), allowedHosts);
    if (!reach) throw new PsaFault('host-not-allowed');
    return ask(request, agents[reach], tryMs);
  };
}

/** Tries what only reads again where that may help. */
export function repeating(once: PsaHttp): PsaHttp {
  return async (request) => {
    for (const ms of isReading(request) ? BACK_OFF_MS : []) {
      try {
        const response = await once(request);
        if (response.status < 500) return response;
      } catch (error) {
        if (!(error instanceof PsaFault && ['no-answer', 'unreachable'].includes(error.kind))) throw error;
      }
      await pause(ms);
    }
    return once(request);
  };
}

/** undici's `request` and not its `fetch`, which unpacks without limit and repeats a POST by itself when told 421. */
async function ask(request: PsaRequest, dispatcher: Agent, ms: number): Promise<PsaResponse> {
  const { method, url, headers } = request;
  const { type, body } = bodyOf(request);
  const perhapsDone = !isReading(request);
  try {
    const signal = AbortSignal.timeout(ms);
    const answer = await send(url, { method, headers: { ...type, ...headers }, body, dispatcher, signal });
    const text = await answer.body.text();
    const response = { status: answer.statusCode, headers: toHeaders(answer.headers), body: parsed(text) };
    if (response.status === 429) throw new PsaFault('limited', { status: 429, ...retryAfter(response.headers) });
    if (response.status < 300 || response.status >= 400) return response;
    throw new PsaFault('redirected', { status: response.status, perhapsDone });
  } catch (error) {
    throw faultOfError(error, perhapsDone);
  }
}

function isReading(request: PsaRequest): boolean {
  return request.method === 'GET' || ('reads' in request && request.reads === true);
}

function bodyOf(request: PsaRequest): { type: Record<string, string>; body: string | null } {
  if (request.method === 'GET') return { type: {}, body: null };
  if ('json' in request) return { type: { 'content-type': 'application/json' }, body: JSON.stringify(request.json) };
  const body = new URLSearchParams(request.form).toString();
  return { type: { 'content-type': 'application/x-www-form-urlencoded' }, body };
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
  return Number.isFinite(ms) ? { retryAfterMs: Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS) } : {};
}
