import { expect, test } from 'vitest';
import { ldapHost, parseLdapAddress } from '../../src/ldap/address.js';

test.each([
  ['ldaps://dc1.acme.example', 'ldaps://dc1.acme.example:636'],
  ['ldap://dc1.acme.example', 'ldap://dc1.acme.example:389'],
  ['dc1.acme.example', 'ldaps://dc1.acme.example:636'],
  [' LDAPS://DC1.Acme.Example/ ', 'ldaps://dc1.acme.example:636'],
  ['dc1.acme.example.', 'ldaps://dc1.acme.example:636'],
  ['dc1:3269', 'ldaps://dc1:3269'],
  ['ldap://dc_1:1', 'ldap://dc_1:1'],
  ['dc1:65535', 'ldaps://dc1:65535'],
  ['10.0.0.1', 'ldaps://10.0.0.1:636'],
  ['ldap://10.0.0.1:3389', 'ldap://10.0.0.1:3389'],
  ['[2001:DB8:0::1]', 'ldaps://[2001:db8::1]:636'],
  ['ldap://[2001:db8::1]:3389', 'ldap://[2001:db8::1]:3389'],
  ['2001:db8::1', 'ldaps://[2001:db8::1]:636'],
])('%j is %s', (typed, address) => {
  expect(parseLdapAddress(typed)).toEqual({ kind: 'address', address });
});

test.each([
  ['', 'empty'],
  ['https://dc1.acme.example', 'scheme'],
  ['ldapi://dc1', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['ldaps://jo:secret@dc1.acme.example', 'not-only-a-host'],
  ['ldaps://dc1.acme.example/dc=acme', 'not-only-a-host'],
  ['ldaps://dc1.acme.example//', 'not-only-a-host'],
  ['ldaps://dc1.acme.example?x', 'not-only-a-host'],
  ['ldaps://dc1.acme.example#x', 'not-only-a-host'],
  ['ldaps://', 'malformed'],
  [':636', 'malformed'],
  ['dc1 dc2', 'malformed'],
  ['dc1,dc2', 'malformed'],
  ['-dc1', 'malformed'],
  ['dc1..acme.example', 'malformed'],
  ['düsseldorf.example', 'malformed'],
  ['127.1', 'malformed'],
  ['0x7f000001', 'malformed'],
  ['2130706433', 'malformed'],
  ['[10.0.0.1]', 'malformed'],
  ['[dc1]', 'malformed'],
  ['[2001:db8::1', 'malformed'],
  ['[fe80::1%eth0]', 'malformed'],
  ['dc1:0', 'port'],
  ['dc1:65536', 'port'],
  ['dc1:', 'port'],
  ['dc1:ldap', 'port'],
  ['dc1:636:636', 'port'],
  ['169.254.169.254', 'unusable-ip'],
  ['[fe80::1]', 'unusable-ip'],
  ['[::ffff:169.254.169.254]', 'unusable-ip'],
  ['0.0.0.0', 'unusable-ip'],
  ['[::]', 'unusable-ip'],
  ['224.0.0.1', 'unusable-ip'],
  ['255.255.255.255', 'unusable-ip'],
  ['[ff02::1]', 'unusable-ip'],
])('%j is refused: %s', (typed, reason) => {
  expect(parseLdapAddress(typed)).toEqual({ kind: 'refused', reason });
});

test('an address is taken apart into what is connected to', () => {
  expect(ldapHost('ldaps://dc1.acme.example:636')).toEqual({ startTls: false, host: 'dc1.acme.example', port: 636 });
  expect(ldapHost('ldap://[2001:db8::1]:389')).toEqual({ startTls: true, host: '2001:db8::1', port: 389 });
});
