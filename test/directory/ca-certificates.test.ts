import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCertificates, showCertificates } from '../../src/ldap/ca-certificates.js';
import { makeAuthority } from '../support/certificates.js';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { addThroughConsole, storedDirectories, UNTYPED } from './console.js';

test('certificates are stored in one spelling, whatever stands around them and however lines end', async () => {
  const [one, other] = [await authority('one'), await authority('other')];
  const pasted = `Acme's own:\r\n${one.replaceAll('\n', '\r\n')}\r\n\r\nsubject=/CN=other\n${other}${one}`;
  const read = readCertificates(pasted);
  expect(read).toEqual({ kind: 'certificates', pem: one + other });
  expect(readCertificates(one + other)).toEqual(read);
  expect(showCertificates(one + other).map(({ subject }) => subject)).toEqual(['CN=one', 'CN=other']);
  expect(readCertificates(' \r\n')).toEqual({ kind: 'certificates', pem: '' });
});

test.each([
  ['text', 'the certificate of Acme', 'malformed'],
  ['a torn one', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'malformed'],
  ['one without its end', '-----BEGIN CERTIFICATE-----\nMIIB', 'malformed'],
  ['a key', '-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----', 'private-key'],
  ['too much', '-----BEGIN CERTIFICATE-----\n'.repeat(5_000), 'too-long'],
])('%s is refused', (_what, typed, reason) => {
  expect(readCertificates(typed)).toEqual({ kind: 'refused', reason });
});

test('a whole certificate beside a torn one is refused, too', async () => {
  const torn = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  expect(readCertificates(`${await authority('one')}${torn}`)).toEqual({ kind: 'refused', reason: 'malformed' });
});

test('the console says whose the certificate is and until when, and warns when it has expired', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme, { ca_certificate: await authority('Acme Root CA') });
  expect(textOf(await portal.administrator.get(page))).toMatch(/CN=Acme Root CA, valid until \d+ \w+ \d{4}/);
  await portal.ctx.db.updateTable('sessions').set({ ends_at: Number.MAX_SAFE_INTEGER }).execute();
  portal.passMinutes(3 * 24 * 60);
  expect(textOf(await portal.administrator.get(page))).toContain('Expired CN=Acme Root CA');
});

test('another CA certificate drops the saved password; the same one in another spelling keeps it', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const ca = await authority('Acme Root CA');
  const page = await addThroughConsole(portal, acme, { ca_certificate: ca });
  const save = (pem: string) =>
    portal.administrator.post(page, { ...UNTYPED, ca_certificate: pem }).then(() => storedDirectories(portal));
  const [kept] = await save(`\r\n${ca.replaceAll('\n', '\r\n')}`);
  expect(kept?.service_password).not.toBeNull();
  const [dropped] = await save(ca + (await authority('Another CA')));
  expect(dropped?.service_password).toBeNull();
});

async function authority(name: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return makeAuthority(folder, name);
}
