import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate } from './certificates.js';
import type { RunningForest } from './forest-client.js';
import { freeAddress } from './free-port.js';
import { type Served, untilInputEnds } from './until-input-ends.js';
import { accepts, whenReady } from './when-ready.js';

/** Samba's LDAP ports are fixed, so each controller has an address of its own. */
export function controllerAddress(): Promise<string> {
  return freeAddress([389, 636]);
}

/**
 * Starts a domain controller on the forest's database and resolves when it accepts connections. What it writes for itself
 * lies in `folder`, which is gone when it has ended.
 */
export async function startSamba(forest: RunningForest, host: string, folder: string): Promise<Served> {
  await issueCertificate(forest.folder, folder, [`IP:${host}`, `DNS:dc.${forest.realm}`]);
  mkdirSync(join(folder, 'run'), { mode: 0o755 });
  const file = join(folder, 'controller.conf');
  writeFileSync(file, configuration(forest, host, folder));
  const options = ['--foreground', '--debug-stdout', '--model=single', '--no-process-group', `--configfile=${file}`];
  const server = await untilInputEnds(folder, ['/usr/sbin/samba', ...options]);
  await whenReady(server, () => accepts(host, 636));
  return server;
}

/** The netmask matters: Samba binds no address with /32. */
function configuration(forest: RunningForest, host: string, folder: string): string {
  return `[global]
    realm = ${forest.realm}
    workgroup = ${forest.netbios}
    netbios name = dc
    server role = active directory domain controller
    server services = ldap
    interfaces = ${host}/24
    bind interfaces only = yes
    private dir = ${forest.folder}/private
    state directory = ${folder}
    cache directory = ${folder}
    lock directory = ${folder}
    binddns dir = ${folder}
    pid directory = ${folder}
    ncalrpc dir = ${folder}/run/ncalrpc
    ntp signd socket directory = ${folder}/run/ntp
    winbindd socket directory = ${folder}/run/winbind
    log file = ${folder}/log
    log level = 1
    ldb:nosync = yes
    tls keyfile = ${folder}/key.pem
    tls certfile = ${folder}/certificate.pem
    tls cafile = ${forest.folder}/ca.pem
`;
}
