import { isIP } from 'node:net';
import type { z } from 'zod';
import type { PsaKindName } from '../connector.js';
import { isPublicIp, isUsableIp } from './public-address.js';

export type PsaSite = { kind: 'site'; site: string } | { kind: 'refused'; reason: PsaSiteFault };

export type PsaSiteFault =
  /** No address of a server, or more than ASCII. */
  | 'malformed'
  /** With a path, a user name or something else behind or before the host. */
  | 'not-only-a-host'
  | 'not-https'
  /** An IP that is not public, or another port than 443; PSA_ALLOWED_HOSTS may name it. */
  | 'not-allowed';

/** `named`: allowed by name, so it may lie in our own network. */
export type Reach = 'named' | 'public';

const MAX_TYPED = 300;
const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
const HOST = /^https?:\/\/(?:[a-z\d][\w.-]*|\[[\da-f:.]+\])(?::\d+)?$/i;
/** The cloud's API answers beside its pages, under a name of its own. */
const CLOUD_PAGES: Record<PsaKindName, RegExp> = {
  connectwise: /^(?:na|eu|au|aus|za|staging)\.(?:myconnectwise\.net|connectwisedev\.com)$/,
};

/** The origin of the site that somebody typed, `https://` being understood, or the first rule that it breaks. */
export function parsePsaSite(kind: PsaKindName, typed: string, allowedHosts: readonly string[]): PsaSite {
  const text = typed.trim();
  if (text.length > MAX_TYPED || !/^[!-~]+$/.test(text)) return refused('malformed');
  const full = SCHEME.test(text) ? text : `https://${text}`;
  if (!URL.canParse(full)) return refused('malformed');
  const url = new URL(full);
  if (!/^https?:$/.test(url.protocol)) return refused('not-https');
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) return refused('not-only-a-host');
  url.hostname = apiHost(kind, url.hostname.replace(/\.$/, ''));
  if (reachOf(url, allowedHosts)) return { kind: 'site', site: url.origin };
  return refused(url.protocol === 'http:' ? 'not-https' : 'not-allowed');
}

/**
 * Whether, and how far, requests may go to a URL: `public` when it is https on port 443, and then to public IPs only.
 * `allowedHosts` are origins. What a name leads to is checked when it is connected to.
 */
export function reachOf(url: URL, allowedHosts: readonly string[]): Reach | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const named = allowedHosts.includes(url.origin);
  if (!named && (url.protocol !== 'https:' || url.port !== '')) return undefined;
  if (isIP(host) !== 0 && !(named ? isUsableIp(host) : isPublicIp(host))) return undefined;
  return named ? 'named' : 'public';
}

/** The origins that PSA_ALLOWED_HOSTS names, https unless it says http. Tells which entries are no host of anybody's. */
export function toAllowedHosts(text: string, context: z.RefinementCtx): string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.filter(Boolean).map((entry, index) => {
    const full = SCHEME.test(entry) ? entry : `https://${entry}`;
    const url = HOST.test(full) && URL.canParse(full) ? new URL(full) : undefined;
    if (url && reachOf(url, [url.origin])) return url.origin;
    const message = `has no host as entry ${index + 1}; write it like psa.corp.example:8443 or http://localhost:4010`;
    context.addIssue({ code: 'custom', message });
    return '';
  });
}

function apiHost(kind: PsaKindName, host: string): string {
  return CLOUD_PAGES[kind].test(host) ? `api-${host}` : host;
}

function refused(reason: PsaSiteFault): PsaSite {
  return { kind: 'refused', reason };
}
