import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, type ClientOptions } from 'ldapts';
import { onTestFinished } from 'vitest';
import { issueCertificate, makeAuthority } from './certificates.js';
import { freePort } from './free-port.js';
import { type Entry, ldif } from './ldif.js';
import { findSlapd } from './parts.js';
import { skipWithout } from './skip-without.js';
import { untilInputEnds } from './until-input-ends.js';
import { accepts, whenReady } from './when-ready.js';

export interface Slapd {
  ldaps: string;
  /** PEM to trust. */
  ca: string;
  baseDn: string;
  /** All that was asked of it so far, such as `BIND dn="cn=jo,dc=acme,dc=test" method=128`. */
  operations(): Promise<string[]>;
}

const baseDn = 'dc=acme,dc=test';
const domain = { dn: baseDn, objectClass: 'domain', dc: 'acme' };
const schema = fileURLToPath(new URL('slapd.schema', import.meta.url));

/**
 * A directory with these entries below dc=acme,dc=test, for what Samba would not keep. As Windows does, it lets a name with
 * an empty password in. Gone after the running test; without slapd that test is skipped.
 */
export async function startSlapd(entries: Entry[]): Promise<Slapd> {
  const part = findSlapd();
  if (part.kind === 'missing') return skipWithout('slapd', 'apt-get install -y slapd openssl', part.reason);
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-slapd-'));
  const ca = await fill(folder, entries);
  const port = await freePort();
  const ldaps = `ldaps://127.0.0.1:${port}`;
  const server = await untilInputEnds(folder, [part.path, '-f', 'slapd.conf', '-h', ldaps, '-d', 'stats']);
  onTestFinished(server.stop);
  await whenReady(server, () => accepts('127.0.0.1', port));
  return { ldaps, ca, baseDn, operations: () => operationsIn(server.lines, { url: ldaps, tlsOptions: { ca } }) };
}

/** What was asked before this question of our own, which marks the place in what slapd says. */
async function operationsIn(lines: string[], options: ClientOptions): Promise<string[]> {
  const mark = `(cn=${randomUUID()})`;
  const client = new Client(options);
  await client.search('', { scope: 'base', filter: mark });
  await client.unbind();
  while (!lines.some((line) => line.includes(mark))) await new Promise((resolve) => setTimeout(resolve, 5));
  return lines.flatMap((line) => / op=\d+ ((?:BIND dn|SRCH base)="[^"].*|do_bind: .*)/.exec(line)?.[1] ?? []);
}

/** Writes everything that slapd reads; returns the PEM to trust. */
async function fill(folder: string, entries: Entry[]): Promise<string> {
  const ca = await makeAuthority(folder, 'slapd');
  await issueCertificate(folder, folder, ['IP:127.0.0.1', 'DNS:localhost']);
  mkdirSync(join(folder, 'database'));
  writeFileSync(join(folder, 'slapd.conf'), configuration(folder));
  const input = ldif([domain, ...entries]);
  execFileSync('/usr/sbin/slapadd', ['-q', '-f', join(folder, 'slapd.conf')], {
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return ca;
}

function configuration(folder: string): string {
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include ${schema}
modulepath /usr/lib/ldap
moduleload back_mdb
allow bind_anon_cred bind_anon_dn
TLSCertificateFile ${folder}/certificate.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
suffix ${baseDn}
directory ${folder}/database
`;
}
