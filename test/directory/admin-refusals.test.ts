import { expect, test } from 'vitest';
import { formIn, textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import type { Fields } from '../support/visitor.js';
import { ADDRESS, addThroughConsole, directoriesOf, PASSWORD, storedDirectories, TYPED } from './console.js';

const KEY = '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----';
const many = (count: number, entry: (number: number) => string): string =>
  Array.from({ length: count }, (_, n) => entry(n)).join(' ');

test.each<[string, Fields, string]>([
  ['no name', { name: ' ' }, 'Enter a name for the directory'],
  ['a name of 101 characters', { name: 'a'.repeat(101) }, 'at most 100 characters'],
  ['a name that runs backwards', { name: 'Acme \u202eDA' }, 'Enter one line of plain text'],
  ['no address', { addresses: ' \r\n ' }, 'Enter an LDAP address'],
  [
    'an address of the web',
    { addresses: 'https://dc1.acme.example' },
    '“https://dc1.acme.example”: begin it with ldaps://',
  ],
  ['an address with a path', { addresses: `${ADDRESS} ldaps://dc1/x` }, '“ldaps://dc1/x”: leave out what comes after'],
  ['an address with a NUL', { addresses: 'ldaps://dc1\0.acme.example' }, 'enter the name or IP address'],
  ['the address of a cloud’s keys', { addresses: 'ldaps://169.254.169.254' }, 'no domain controller can have this IP'],
  ['eleven addresses', { addresses: many(11, (n) => `dc${n}`) }, 'at most 10 LDAP addresses'],
  ['a very long address', { addresses: 'a'.repeat(50_000) }, 'enter the name or IP address'],
  ['a certificate that is none', { ca_certificate: 'MIIB' }, 'Paste the CA certificate as PEM'],
  ['a torn certificate', { ca_certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' }, 'as PEM'],
  ['a private key', { ca_certificate: KEY }, 'This holds a private key.'],
  ['no base DN', { base_dn: '' }, 'Enter the base DN'],
  ['a base DN without its domain', { base_dn: 'OU=Staff,O=Acme' }, 'Enter the base DN with its domain'],
  ['a base DN that is a domain name', { base_dn: 'acme.example' }, 'Enter the base DN, for example'],
  ['a base DN with a line break', { base_dn: 'DC=acme,\nDC=example' }, 'Enter the base DN'],
  ['the name of a SASL mechanism', { service_user: 'EXTERNAL' }, 'Enter the user name as portal@acme.example'],
  ['a user name with a NUL', { service_user: 'a\0@acme.example' }, 'Enter the user name as'],
  ['a password with a line break', { service_password: 'a\nb' }, 'Enter the password without line breaks'],
  ['a password without its user', { service_user: '' }, 'Enter the user name that belongs to the password'],
  ['a suffix with a blank in it', { upn_suffixes: 'corp acme_example' }, '“acme_example” is no UPN suffix'],
  ['everybody’s suffix', { upn_suffixes: 'gmail.com' }, '“gmail.com” is everybody’s'],
  ['51 suffixes', { upn_suffixes: many(51, (n) => `corp${n}`) }, 'at most 50 UPN suffixes'],
  ['a NetBIOS name of 16 characters', { netbios_name: 'A'.repeat(16) }, '1 to 15 letters'],
  ['a NetBIOS name with a backslash', { netbios_name: 'ACME\\' }, '1 to 15 letters'],
  [
    'leaver protection without an account',
    { leaver_protection: 'on', service_user: '', service_password: '' },
    'Enter a service account: leaver protection asks',
  ],
])(
  '%s is refused, whether it is to be added, saved or tested, and nothing typed is lost',
  async (_what, wrong, message) => {
    const portal = await startPortal();
    const acme = await portal.given.company({});
    const page = await addThroughConsole(portal, acme);
    const before = await storedDirectories(portal);
    const typed = { ...TYPED, ...wrong };
    for (const path of [directoriesOf(acme), `${directoriesOf(acme)}/tests`, page, `${page}/tests`]) {
      const refused = await portal.administrator.post(path, typed);
      expect(refused.status).toBe(422);
      expect(textOf(refused)).toContain(message);
      const { service_password: _never, ...kept } = typed;
      const action = path.replace(/\/tests$/, '');
      expect(formIn(refused, action)).toMatchObject(kept);
      expect(refused.text).not.toContain(PASSWORD.slice(0, 12));
      expect(refused.text).toContain('data-unsaved');
    }
    expect(await storedDirectories(portal)).toEqual(before);
  },
);

test('what is not ticked stays so when the form is refused', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme);
  const { active: _off, ...typed } = TYPED;
  const refused = await portal.administrator.post(page, { ...typed, name: '' });
  expect(formIn(refused, page)).not.toHaveProperty('active');
});

test.each([
  ['as an email domain', { domains: ['globex.example'] }, undefined],
  ['as a UPN suffix of a directory', {}, 'globex.example'],
])('a UPN suffix that another company has %s is refused, with whose it is', async (_how, company, suffix) => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  const globex = await portal.given.company({ name: 'Globex', ...company });
  if (suffix !== undefined) await portal.given.directory(globex, { upnSuffixes: [suffix] });
  const page = await addThroughConsole(portal, acme);
  const upn_suffixes = 'acme.example corp.acme.example Globex.example';
  for (const path of [directoriesOf(acme), page]) {
    const refused = await portal.administrator.post(path, { ...TYPED, upn_suffixes });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('globex.example belongs to Globex.');
    expect(refused.text).toContain(`href="/admin/companies/${globex}"`);
    expect(formIn(refused, path).upn_suffixes).toBe(upn_suffixes);
  }
  expect((await storedDirectories(portal)).filter((row) => row.company_id === acme)).toMatchObject([
    { upn_suffixes: 'corp.acme.example' },
  ]);
});

test('directories of one company may share a suffix, and it may be an email domain of theirs', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  for (const name of ['One', 'Two']) await addThroughConsole(portal, acme, { name, upn_suffixes: 'acme.example' });
  expect(await portal.ctx.db.selectFrom('upn_suffixes').selectAll().execute()).toHaveLength(2);
});

test('a field that comes twice, or as a list, is refused as a whole', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  for (const wrong of [{ 'addresses[]': ADDRESS }, { 'name[x]': 'y' }])
    expect((await portal.administrator.post(directoriesOf(acme), { ...TYPED, ...wrong })).status).toBe(400);
  expect(await storedDirectories(portal)).toEqual([]);
});

test('markup in a name is shown as it was typed', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const name = '<img src=x onerror=alert(1)>"\'';
  const page = await portal.administrator.get(await addThroughConsole(portal, acme, { name }));
  expect(page.text).not.toContain('<img src=x');
  expect(textOf(page)).toContain(name);
});
