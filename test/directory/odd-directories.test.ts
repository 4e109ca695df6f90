import { expect, test } from 'vitest';
import { checkPassword } from '../../src/directory/check-password.js';
import type { Directory } from '../../src/directory/directory.js';
import type { UserName } from '../../src/directory/user-name.js';
import { type Entry, sidBytes } from '../support/ldif.js';
import { type Slapd, startSlapd } from '../support/slapd.js';
import { openGuard, testControllers, within } from './directory-of.js';

const service = {
  dn: 'cn=svc,dc=acme,dc=test',
  objectClass: 'user',
  cn: 'svc',
  sn: 'svc',
  userPassword: 'service secret',
};
const jo = {
  dn: 'cn=Jo,dc=acme,dc=test',
  objectClass: 'user',
  objectCategory: 'person',
  cn: 'Jo',
  sn: 'Smith',
  sAMAccountName: 'jo',
  userPassword: 'secret',
  objectGUID: Buffer.alloc(16, 7),
  objectSid: sidBytes('S-1-5-21-1-2-4294967295-1104'),
};
const typed: UserName = { kind: 'down-level', domain: 'ACME', name: 'jo' };

function check(slapd: Slapd, password: string, user = typed) {
  const directory: Directory = {
    id: 'odd',
    companyId: 'odd company',
    name: 'Odd',
    addresses: [slapd.ldaps],
    caCertificate: slapd.ca,
    baseDn: slapd.baseDn,
    serviceAccount: { userName: service.dn, password: service.userPassword },
    upnSuffixes: [],
    netbiosName: 'ACME',
    active: true,
    leaverProtection: false,
  };
  return checkPassword(testControllers().controllers, directory, user, password, openGuard(), within(10_000));
}

test('an empty password reaches no directory, not even one that would let it in', async () => {
  const slapd = await startSlapd([service, jo]);
  expect(await check(slapd, '')).toEqual({ kind: 'wrong' });
  expect(await slapd.operations()).toEqual([]);
  expect(await check(slapd, 'secret')).toMatchObject({ kind: 'right' });
  expect(await slapd.operations()).toContainEqual(expect.stringContaining(`BIND dn="${jo.dn}"`));
});

test('of two entries with one user name neither is signed in, and no password is sent', async () => {
  const slapd = await startSlapd([service, jo, { ...jo, dn: 'cn=Jo 2,dc=acme,dc=test', cn: 'Jo 2' }]);
  expect(await check(slapd, 'secret')).toEqual({ kind: 'not-one', found: 'several' });
  expect((await slapd.operations()).filter((line) => line.includes('cn=Jo'))).toEqual([]);
});

test.each([
  ['no SID', { objectSid: undefined }],
  ['a SID of no domain', { objectSid: sidBytes('S-1-5-32-544') }],
  ['a SID with a byte more', { objectSid: Buffer.concat([jo.objectSid, Buffer.alloc(1)]) }],
  ['the SID of a domain', { objectSid: sidBytes('S-1-5-21-1-2-3') }],
  ['no objectGUID', { objectGUID: undefined }],
  ['an objectGUID of 15 bytes', { objectGUID: Buffer.alloc(15, 7) }],
])('an entry with %s is nobody, though its password is right', async (_what, changed) => {
  const entry = Object.fromEntries(Object.entries({ ...jo, ...changed }).filter(([, value]) => value !== undefined));
  const slapd = await startSlapd([service, entry as Entry]);
  expect(await check(slapd, 'secret')).toEqual({ kind: 'not-one', found: 'none' });
});

test.each([
  ['a computer', { ...jo, objectCategory: 'computer' }],
  ['a contact', { ...jo, objectClass: ['inetOrgPerson', 'extensibleObject'] }],
])('%s with the address is not found', async (_what, entry) => {
  const slapd = await startSlapd([service, { ...entry, mail: 'jo@acme.example' }]);
  const answer = await check(slapd, 'secret', { kind: 'upn', name: 'jo', suffix: 'acme.example' });
  expect(answer.kind).toBe('unreachable'); // then by name, which slapd knows no such thing as
  expect((await slapd.operations()).filter((line) => line.includes(`BIND dn="${jo.dn}`))).toEqual([]);
});

test('what the directory claims as an address is none unless it can be one', async () => {
  const slapd = await startSlapd([service, { ...jo, mail: 'Jo Smith <jo@acme.example>, spy@evil.example' }]);
  expect(await check(slapd, 'secret')).toMatchObject({ kind: 'right', account: { mail: undefined } });
});

test.each([
  [{ givenName: 'Jo', sn: 'Smith' }, 'Jo', 'Smith'],
  [{ givenName: ' J\no\u202e ', sn: 'S'.repeat(100) }, 'J o', 'S'.repeat(60)],
  [{ givenName: 'Jo', sn: `${'S'.repeat(59)} Smith` }, 'Jo', 'S'.repeat(59)],
])('names are one plain line: %j', async (names, firstName, lastName) => {
  const slapd = await startSlapd([service, { ...jo, ...names }]);
  expect(await check(slapd, 'secret')).toMatchObject({ account: { firstName, lastName } });
});

test('a user name is one plain line, too', async () => {
  const named = { ...jo, sAMAccountName: `j\no\u202e${'o'.repeat(100)}`, mail: 'jo@acme.example' };
  const slapd = await startSlapd([service, named]);
  const answer = await check(slapd, 'secret', { kind: 'upn', name: 'jo', suffix: 'acme.example' });
  expect(answer).toMatchObject({ account: { userName: `j o ${'o'.repeat(56)}` } });
});
