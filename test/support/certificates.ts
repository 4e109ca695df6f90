import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes a certificate authority of its own in this folder; returns the PEM to trust. */
export async function makeAuthority(folder: string, name: string): Promise<string> {
  const [key, certificate] = [join(folder, 'ca-key.pem'), join(folder, 'ca.pem')];
  const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
  await makeCertificate(folder, { key, certificate, name, extensions });
  return readFileSync(certificate, 'utf8');
}

/** Signs key.pem and certificate.pem in `folder` for these names, such as `IP:127.0.0.1` and `DNS:dc.acme.test`. */
export async function issueCertificate(authority: string, folder: string, names: string[]): Promise<void> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const signer = ['-CA', join(authority, 'ca.pem'), '-CAkey', join(authority, 'ca-key.pem')];
  const extensions = ['basicConstraints=critical,CA:FALSE', `subjectAltName=${names.join(',')}`];
  await makeCertificate(folder, { key, certificate, name: 'server', extensions, signer });
}

interface WantedCertificate {
  key: string;
  certificate: string;
  name: string;
  extensions: string[];
  signer?: string[];
}

/** The machine's openssl.cnf has a say in nothing. */
async function makeCertificate(folder: string, wanted: WantedCertificate): Promise<void> {
  const config = join(folder, 'openssl.cnf');
  writeFileSync(config, '[req]\ndistinguished_name = name\n[name]\n');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', wanted.key];
  const extensions = wanted.extensions.flatMap((extension) => ['-addext', extension]);
  const about = ['-subj', `/CN=${wanted.name}`, '-days', '2', ...extensions, ...(wanted.signer ?? [])];
  await run('openssl', ['req', '-x509', '-config', config, ...key, '-out', wanted.certificate, ...about]);
}
