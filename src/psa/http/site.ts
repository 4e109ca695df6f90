import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import type { z } from 'zod';
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
/**
 * The origin of the site that somebody typed, `https://` being understood, or the first rule that it breaks. `apiHost`: see
 * PsaAccountShape.
 */
export function parsePsaSite(
  typed: string,
  allowedHosts: readonly string[],
  apiHost: (host: string) => string = (host) => host,
): PsaSite {
  const text = typed.trim();
  if (text.length > MAX_TYPED || !/^[!-~]+$/.test(text)) return refused('malformed');
  const full = SCHEME.test(text) ? text : `https://${text}`;
  if (!URL.canParse(full)) return refused('malformed');
  const url = new URL(full);
  if (!/^https?:$/.test(url.protocol)) return refused('not-https');
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) return refused('not-only-a-host');
  url.hostname = apiHost(url.hostname.replace(/\.$/, ''));
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

/**
 * Whether the account for a site may be shown to a URL that the PSA names: the site itself, or https within the same
 * registered domain, or within one of the vendor's own.
 */
export function isTrusted(site: string, url: string, vendorDomains: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, port, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (origin === site) return true;
  if (protocol !== 'https:' || port !== '') return false;
  const domain = registeredDomain(hostname);
  return domain !== null && (domain === registeredDomain(new URL(site).hostname) || vendorDomains.includes(domain));
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

/** At a host that gives everybody a name of their own, as clouds do, that name. */
function registeredDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

function refused(reason: PsaSiteFault): PsaSite {
  return { kind: 'refused', reason };
}
