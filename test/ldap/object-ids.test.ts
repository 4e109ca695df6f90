import { expect, test } from 'vitest';
import { objectGuidBytes, readObjectGuid } from '../../src/ldap/object-guid.js';
import { readDomainSid, readObjectSid } from '../../src/ldap/object-sid.js';

const ACCOUNT = '010500000000000515000000b2a1f0de01000000ffffffff4f040000';
const DOMAIN = '010400000000000515000000b2a1f0de01000000ffffffff';
const GUID = 'ff19966f868b11d0b42d00c04fc964ff';

test('an objectSid is taken apart into its domain and its own number', () => {
  const found = readObjectSid(Buffer.from(ACCOUNT, 'hex'));
  expect(found).toEqual({ domainSid: 'S-1-5-21-3740311986-1-4294967295', rid: 1103 });
});

test("the domain root's SID is read as a whole", () => {
  expect(readDomainSid(Buffer.from(DOMAIN, 'hex'))).toBe('S-1-5-21-3740311986-1-4294967295');
});

test.each([
  ['nothing', undefined],
  ['text', ACCOUNT],
  ['no bytes', Buffer.alloc(0)],
  ['a byte too few', Buffer.from(ACCOUNT.slice(0, -2), 'hex')],
  ['a byte too many', Buffer.from(`${ACCOUNT}00`, 'hex')],
  ['another revision', Buffer.from(ACCOUNT.replace(/^01/, '02'), 'hex')],
  ['a count that is not its length', Buffer.from(ACCOUNT.replace(/^0105/, '0104'), 'hex')],
  ['another authority', Buffer.from(ACCOUNT.replace('000000000005', '000000000001'), 'hex')],
  ['an authority beyond a byte', Buffer.from(ACCOUNT.replace('000000000005', '010000000005'), 'hex')],
  ['a built-in account', Buffer.from(ACCOUNT.replace('15000000', '20000000'), 'hex')],
  ['several values', [Buffer.from(ACCOUNT, 'hex'), Buffer.from(ACCOUNT, 'hex')]],
])('%s is no account', (_name, bytes) => {
  expect(readObjectSid(bytes)).toBeUndefined();
});

test('an account is no domain, and a domain no account', () => {
  expect(readDomainSid(Buffer.from(ACCOUNT, 'hex'))).toBeUndefined();
  expect(readObjectSid(Buffer.from(DOMAIN, 'hex'))).toBeUndefined();
});

test('an objectGUID is spelled as Windows does, and back', () => {
  const bytes = Buffer.from(GUID, 'hex');
  expect(readObjectGuid(bytes)).toBe('6f9619ff-8b86-d011-b42d-00c04fc964ff');
  expect(objectGuidBytes('6f9619ff-8b86-d011-b42d-00c04fc964ff')).toEqual(bytes);
  expect(bytes.toString('hex')).toBe(GUID);
});

test.each([undefined, [], 'ff', Buffer.alloc(15), Buffer.alloc(17)])('%j is no objectGUID', (bytes) => {
  expect(readObjectGuid(bytes)).toBeUndefined();
});

test.each(['', '*', '6F9619FF-8B86-D011-B42D-00C04FC964FF', '6f9619ff8b86d011b42d00c04fc964ff'])(
  '%j is never searched for',
  (guid) => {
    expect(() => objectGuidBytes(guid)).toThrow('Not an objectGUID');
  },
);
