import { expect, test } from 'vitest';
import { domainName, domainRoot } from '../../src/ldap/base-dn.js';

test.each([
  ['DC=acme,DC=example', 'DC=acme,DC=example', 'acme.example'],
  ['OU=Staff,DC=Corp,DC=acme,DC=example', 'DC=Corp,DC=acme,DC=example', 'corp.acme.example'],
  ['ou=Staff, dc=acme, dc=example', 'dc=acme, dc=example', 'acme.example'],
  ['OU=Berlin\\,DC=west,DC=acme,DC=example', 'DC=acme,DC=example', 'acme.example'],
  ['DC=old,OU=Staff,DC=acme,DC=example', 'DC=acme,DC=example', 'acme.example'],
  ['OU=Staff,O=Acme', 'OU=Staff,O=Acme', ''],
  ['', '', ''],
])('%s lies in %s', (baseDn, root, name) => {
  expect(domainRoot(baseDn)).toBe(root);
  expect(domainName(baseDn)).toBe(name);
});
