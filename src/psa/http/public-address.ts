import { BlockList, isIP } from 'node:net';

type Range = [network: string, bits: number];

/** Nobody's server: link-local and with it the clouds' metadata, "this network", multicast, reserved. */
const NEVER_V4: Range[] = [
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Loopback, private networks, carriers' own, and those for documentation and benchmarks. */
const INNER_V4: Range[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
];
/** The first: unspecified, and a form of IPv4 that nobody uses. The second: a cloud's metadata. */
const NEVER_V6: Range[] = [
  ['::', 96],
  ['fd00:ec2::', 32],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
/** Global unicast, and IPv4 by NAT64, as DNS64 shows every public server to a network without IPv4. */
const GLOBAL_V6: Range[] = [
  ['2000::', 3],
  ['64:ff9b::', 96],
];
/** Within global unicast: IETF's own with Teredo, documentation, 6to4. */
const INNER_V6: Range[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const never = blockList(NEVER_V4, NEVER_V6);
const inner = blockList(INNER_V4, INNER_V6);
const globalV6 = blockList([], GLOBAL_V6);

/** Whether anybody on the internet could ask this IP. */
export function isPublicIp(ip: string): boolean {
  if (!isUsableIp(ip)) return false;
  return isIP(ip) === 4 ? !inner.check(ip, 'ipv4') : globalV6.check(ip, 'ipv6') && !inner.check(ip, 'ipv6');
}

/** Whether a server that is allowed by name may have this IP: a private one, too, but no metadata service's. */
export function isUsableIp(ip: string): boolean {
  const version = isIP(ip);
  if (ip === '::1') return true; // loopback, amid a range that is nobody's
  if (version === 0 || ip.includes('%')) return false;
  return !never.check(ip, version === 4 ? 'ipv4' : 'ipv6');
}

/** With the IPv4 ranges as NAT64 shows them. In their mapped form, `::ffff:10.0.0.1`, BlockList finds them by itself. */
function blockList(v4: Range[], v6: Range[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of v4) {
    list.addSubnet(network, bits, 'ipv4');
    list.addSubnet(`64:ff9b::${network}`, 96 + bits, 'ipv6');
  }
  for (const [network, bits] of v6) list.addSubnet(network, bits, 'ipv6');
  return list;
}
