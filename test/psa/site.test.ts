import { expect, test } from 'vitest';
import { psaKind } from '../../src/psa/connectors.js';
import { isPublicIp, isUsableIp } from '../../src/psa/http/public-address.js';
import { isTrusted, parsePsaSite } from '../../src/psa/http/site.js';

const ALLOWED = [
  'https://psa.corp.example:8443',
  'https://10.0.0.7',
  'http://localhost:4010',
  'http://169.254.169.254',
];

test.each([
  ['api-na.myconnectwise.net', 'https://api-na.myconnectwise.net'],
  [' https://NA.myconnectwise.net/ ', 'https://api-na.myconnectwise.net'],
  ['eu.myconnectwise.net.', 'https://api-eu.myconnectwise.net'],
  ['aus.myconnectwise.net', 'https://api-aus.myconnectwise.net'],
  ['https://staging.connectwisedev.com:443', 'https://api-staging.connectwisedev.com'],
  ['na.myconnectwise.net.evil.example', 'https://na.myconnectwise.net.evil.example'],
  ['psa.msp.example', 'https://psa.msp.example'],
  ['8.8.8.8', 'https://8.8.8.8'],
  ['psa.corp.example:8443', 'https://psa.corp.example:8443'],
  ['10.0.0.7', 'https://10.0.0.7'],
  ['http://localhost:4010', 'http://localhost:4010'],
])('%j is the site %s', (typed, site) => {
  expect(parsePsaSite(typed, ALLOWED, psaKind('connectwise').account.apiHost)).toEqual({ kind: 'site', site });
});

test.each([
  ['', 'malformed'],
  ['https://', 'malformed'],
  ['psa msp.example', 'malformed'],
  ['psa.msp\n.example', 'malformed'],
  ['münchen.example', 'malformed'],
  [`${'a'.repeat(400)}.example`, 'malformed'],
  ['ftp://psa.msp.example', 'not-https'],
  ['javascript://psa.msp.example', 'not-https'],
  ['http://psa.msp.example', 'not-https'],
  ['http://na.myconnectwise.net', 'not-https'],
  ['http://localhost:4011', 'not-https'],
  ['https://jo:secret@psa.msp.example', 'not-only-a-host'],
  ['https://psa.msp.example@evil.example', 'not-only-a-host'],
  ['na.myconnectwise.net/v4_6_release', 'not-only-a-host'],
  ['psa.msp.example?x', 'not-only-a-host'],
  ['psa.msp.example#x', 'not-only-a-host'],
  ['psa.msp.example\\x', 'not-only-a-host'],
  ['psa.msp.example:8443', 'not-allowed'],
  ['psa.corp.example:8444', 'not-allowed'],
  ['localhost:4010', 'not-allowed'],
  ['127.0.0.1', 'not-allowed'],
  ['127.1', 'not-allowed'],
  ['0x7f000001', 'not-allowed'],
  ['2130706433', 'not-allowed'],
  ['[::1]', 'not-allowed'],
  ['[::ffff:10.0.0.7]', 'not-allowed'],
  ['169.254.169.254', 'not-allowed'],
  ['http://169.254.169.254', 'not-https'],
])('%j is refused: %s', (typed, reason) => {
  expect(parsePsaSite(typed, ALLOWED, psaKind('connectwise').account.apiHost)).toEqual({ kind: 'refused', reason });
});

test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '2606:4700::1111', '64:ff9b::8.8.8.8'])(
  '%s is public',
  (ip) => {
    expect([isPublicIp(ip), isUsableIp(ip)]).toEqual([true, true]);
  },
);

test.each([
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '::1',
  'fd00::1',
  'fc00::1',
  '2001:db8::1',
  '3fff::1',
  '2001::1',
  '2001:2::1',
  '2002:a00:1::1',
  '100::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::8.8.8.8',
])('%s is not public, but may be allowed by name', (ip) => {
  expect([isPublicIp(ip), isUsableIp(ip)]).toEqual([false, true]);
});

test.each([
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '168.63.129.16',
  '100.100.100.200',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  '2606:4700::1111%eth0',
  'fec0::1',
  'ff02::1',
  'fd00:ec2::254',
  '::169.254.169.254',
  '::10.0.0.1',
  '::8.8.8.8',
  '::2',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::ffff:0:0',
  '64:ff9b::a9fe:a9fe',
  'psa.msp.example',
  '',
])('"%s" is asked by nobody', (ip) => {
  expect([isPublicIp(ip), isUsableIp(ip)]).toEqual([false, false]);
});

const HALO = 'https://msp.halopsa.com';

test.each([
  [HALO, `${HALO}/auth`],
  [HALO, 'https://auth.halopsa.com'],
  ['https://halo.msp.example', 'https://auth.msp.example/token'],
  ['https://portal.msp.example', 'https://auth.halopsa.com'],
  ['http://127.0.0.1:4010', 'http://127.0.0.1:4010/auth'],
  ['https://10.0.0.7:8443', 'https://10.0.0.7:8443/auth'],
])('the account for %s may be shown to %s', (site, url) => {
  expect(isTrusted(site, url, ['halopsa.com'])).toBe(true);
});

test.each([
  [HALO, 'https://evil.example'],
  [HALO, 'https://halopsa.com.evil.example'],
  [HALO, 'https://evilhalopsa.com'],
  [HALO, 'http://auth.halopsa.com'],
  [HALO, 'https://auth.halopsa.com:8443'],
  [HALO, 'https://somebody@msp.halopsa.com'],
  [HALO, `${HALO}@evil.example/`],
  [HALO, 'https://169.254.169.254'],
  [HALO, '/auth'],
  [HALO, ''],
  ['https://msp.co.uk', 'https://evil.co.uk'],
  ['https://msp.azurewebsites.net', 'https://evil.azurewebsites.net'],
  ['http://127.0.0.1:4010', 'http://127.0.0.1:4011'],
  ['https://10.0.0.7', 'https://10.0.0.8'],
])('the account for %s is not shown to "%s"', (site, url) => {
  expect(isTrusted(site, url, ['halopsa.com'])).toBe(false);
});
