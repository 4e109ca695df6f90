import { BlockList, isIP, isIPv6 } from 'node:net';

/** `address` is as it is stored and compared: `ldaps://dc1.acme.example:636`, `ldap://[2001:db8::1]:389`. */
export type TypedLdapAddress = { kind: 'address'; address: string } | { kind: 'refused'; reason: LdapAddressFault };

export type LdapAddressFault = 'empty' | 'malformed' | 'scheme' | 'not-only-a-host' | 'port' | 'unusable-ip';

/** An address taken apart; an IPv6 without its brackets. */
export interface LdapHost {
  startTls: boolean;
  host: string;
  port: number;
}

const MAX_HOST = 253;
const PORTS = { ldap: 389, ldaps: 636 };
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
/** What the C library would read as an IP in an odd spelling, such as `127.1` and `0x7f000001`. */
const NUMBER = /^(?:\d+|0x[0-9a-f]*)$/;

/** Nobody's controller is there, but a cloud's keys are: link-local, unspecified, multicast and broadcast. */
const unusable = new BlockList();
unusable.addSubnet('0.0.0.0', 8, 'ipv4');
unusable.addSubnet('169.254.0.0', 16, 'ipv4');
unusable.addSubnet('224.0.0.0', 3, 'ipv4');
unusable.addAddress('::', 'ipv6');
unusable.addSubnet('fe80::', 10, 'ipv6');
unusable.addSubnet('ff00::', 8, 'ipv6');

export function isUsableIp(ip: string): boolean {
  return !unusable.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
}

/** Reads where a controller listens. A bare host speaks ldaps; `ldap://` means StartTLS, never clear text. */
export function parseLdapAddress(typed: string): TypedLdapAddress {
  const text = typed.trim().toLowerCase();
  if (text === '') return refused('empty');
  const [, scheme = 'ldaps', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/s.exec(text) ?? [];
  if (scheme !== 'ldap' && scheme !== 'ldaps') return refused('scheme');
  if (/[/?#@]/.test(rest.replace(/\/$/, ''))) return refused('not-only-a-host');

  const [, typedHost, port] = isIPv6(rest)
    ? ['', rest]
    : (/^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(rest.replace(/\/$/, '')) ?? []);
  const host = hostIn(typedHost ?? '');
  if (host === undefined) return refused('malformed');
  if (isIP(host) !== 0 && !isUsableIp(host)) return refused('unusable-ip');
  const number = port === undefined ? PORTS[scheme] : portIn(port);
  if (number === undefined) return refused('port');
  return { kind: 'address', address: `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${number}` };
}

/** Takes an address apart that parseLdapAddress accepted. */
export function ldapHost(address: string): LdapHost {
  const url = new URL(address);
  const startTls = url.protocol === 'ldap:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { startTls, host, port: Number(url.port) || PORTS[startTls ? 'ldap' : 'ldaps'] };
}

function refused(reason: LdapAddressFault): TypedLdapAddress {
  return { kind: 'refused', reason };
}

function hostIn(text: string): string | undefined {
  const inner = text.replace(/^\[(.*)\]$/, '$1');
  if (isIPv6(inner) && !inner.includes('%')) return new URL(`http://[${inner}]`).hostname.slice(1, -1);
  if (isIP(text) === 4) return text;
  const labels = text.replace(/\.$/, '').split('.');
  const isName =
    text.length <= MAX_HOST && labels.every((label) => LABEL.test(label)) && !NUMBER.test(labels.at(-1) ?? '');
  return isName ? labels.join('.') : undefined;
}

function portIn(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}
