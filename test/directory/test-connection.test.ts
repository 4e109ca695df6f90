import { expect, test } from 'vitest';
import { testConnection } from '../../src/directory/test-connection.js';
import { type Forest, forest } from '../support/forest.js';
import { startSlapd } from '../support/slapd.js';
import { directoryOf } from './directory-of.js';
import { recordingServer, relayTo } from './recording-server.js';

const without = { serviceAccount: undefined };

function lookedAround(acme: Forest) {
  return [
    { kind: 'base-found' },
    { kind: 'users-seen', count: expect.any(Number), more: false },
    { kind: 'domain-sid-read', sid: acme.domainSid },
  ];
}

function secured(authority = 'directory') {
  const certificate = {
    subject: 'CN=server',
    issuer: expect.stringContaining('CN='),
    names: expect.any(Array),
    validUntil: expect.any(Number),
  };
  return { kind: 'secured', certificate, protocol: 'TLSv1.3', authority };
}

test('every step of a good connection is told, by TLS and by StartTLS', async () => {
  const acme = await forest('acme');
  const { kind, steps, domainSid } = await testConnection(directoryOf(acme, { addresses: [acme.ldaps, acme.ldap] }));
  expect({ kind, domainSid }).toEqual({ kind: 'ok', domainSid: acme.domainSid });
  const signedIn = [secured(), { kind: 'signed-in', as: 'service-account' }, ...lookedAround(acme)];
  expect(steps).toEqual([
    { kind: 'trying', address: acme.ldaps },
    { kind: 'connected', ip: acme.host, port: 636 },
    ...signedIn,
    { kind: 'trying', address: acme.ldap },
    { kind: 'connected', ip: acme.host, port: 389 },
    { kind: 'start-tls-offered' },
    ...signedIn,
  ]);
  expect(steps.find((step) => step.kind === 'users-seen')?.count).toBeGreaterThan(1);
});

test('a test user stands in for a service account, and is sent once', async () => {
  const acme = await forest('acme');
  const { userName, password } = await acme.addUser();
  const addresses = [acme.ldaps, acme.ldap];
  const { kind, steps } = await testConnection(directoryOf(acme, { ...without, addresses }), { userName, password });
  expect(kind).toBe('ok');
  expect(steps.slice(3, 7)).toEqual([{ kind: 'signed-in', as: 'test-user' }, ...lookedAround(acme)]);
  expect(steps.at(-1)).toEqual(secured());
  expect(JSON.stringify(steps)).not.toContain(password);
});

test('beside a service account the test user signs in as well', async () => {
  const acme = await forest('acme');
  const { userName } = await acme.addUser();
  const { kind, steps } = await testConnection(directoryOf(acme), { userName, password: 'wrong' });
  expect(kind).toBe('failed');
  expect(steps).toContainEqual({ kind: 'signed-in', as: 'service-account' });
  expect(steps.at(-1)).toEqual({ kind: 'sign-in-refused', as: 'test-user', why: { kind: 'wrong' } });
});

test.each([
  { userName: 'CN=jo,DC=acme,DC=test', password: 'secret' },
  { userName: '*', password: 'secret' },
  { userName: 'jo', password: '' },
  { userName: 'jo', password: 'a\0b' },
])('a test user that is nothing to send is not sent: %j', async (testUser) => {
  const acme = await forest('acme');
  const { kind, steps } = await testConnection(directoryOf(acme, without), testUser);
  expect(kind).toBe('failed');
  expect(steps.slice(2)).toEqual([secured(), { kind: 'test-user-unusable' }]);
});

test('with nobody to sign in as it ends there', async () => {
  const acme = await forest('acme');
  const { kind, steps, domainSid } = await testConnection(directoryOf(acme, without));
  expect(steps.slice(2)).toEqual([secured(), { kind: 'nobody-to-sign-in' }]);
  expect({ kind, domainSid }).toEqual({ kind: 'ok', domainSid: undefined });
});

test('a service account that is not let in is told why', async () => {
  const acme = await forest('acme');
  const { upn, password } = await acme.addUser({ disabled: true });
  const serviceAccount = { userName: upn, password };
  const { kind, steps } = await testConnection(directoryOf(acme, { serviceAccount }));
  const why = { kind: 'off', why: 'disabled' };
  expect(kind).toBe('failed');
  expect(steps.slice(3)).toEqual([{ kind: 'sign-in-refused', as: 'service-account', why }]);
});

test.each(['DC=nowhere,DC=test', 'OU=Nobody,DC=acme,DC=test', 'no DN'])('%s is no base DN here', async (baseDn) => {
  const acme = await forest('acme');
  const { kind, steps } = await testConnection(directoryOf(acme, { baseDn }));
  expect(kind).toBe('failed');
  const sid = { kind: 'domain-sid-read', sid: acme.domainSid };
  expect(steps.slice(4)).toEqual([{ kind: 'base-missing' }, sid]);
});

test('a base DN below which nobody is shows no users', async () => {
  const acme = await forest('acme');
  const { kind, steps } = await testConnection(directoryOf(acme, { baseDn: `CN=Computers,${acme.baseDn}` }));
  expect(kind).toBe('ok');
  expect(steps).toContainEqual({ kind: 'users-seen', count: 0, more: false });
});

test('controllers of two domains are no one directory, though somebody gets into both', async () => {
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  const wanted = { upn: `${crypto.randomUUID()}@shared.example`, password: 'Pä55 of both' };
  await Promise.all([acme.addUser(wanted), globex.addUser(wanted)]);
  const serviceAccount = { userName: wanted.upn, password: wanted.password };
  const addresses = [acme.ldaps, globex.ldaps];
  const caCertificate = acme.ca + globex.ca;
  const test = await testConnection(directoryOf(acme, { serviceAccount, addresses, caCertificate }));
  expect(test).toMatchObject({ kind: 'failed', domainSid: acme.domainSid });
  expect(test.steps.at(-1)).toEqual({ kind: 'domain-sid-differs', sid: globex.domainSid });
});

test('a certificate that is not trusted is shown, so that its authority can be asked for', async () => {
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  const { kind, steps } = await testConnection(directoryOf(acme, { caCertificate: globex.ca }));
  expect(kind).toBe('failed');
  const { certificate } = secured();
  expect(steps.slice(1)).toEqual([
    { kind: 'connected', ip: acme.host, port: 636 },
    { kind: 'failed', fault: 'unknown-authority', certificate },
  ]);
});

test('a certificate for another name is shown with its names', async () => {
  const acme = await forest('acme');
  const relay = await recordingServer(relayTo(acme.host, 636));
  const { steps } = await testConnection(directoryOf(acme, { addresses: [`ldaps://localhost:${relay.port}`] }));
  expect(steps[1]).toEqual({ kind: 'resolved', host: 'localhost', ips: expect.arrayContaining(['127.0.0.1']) });
  const names = [acme.host, 'dc.acme.test'];
  expect(steps.at(-1)).toMatchObject({ kind: 'failed', fault: 'wrong-name', certificate: { names } });
});

test('every address is tried, whatever became of the one before', async () => {
  const acme = await forest('acme');
  const refusing = 'ldaps://127.0.0.1:1';
  const unknown = 'ldaps://dc1.acme.invalid:636';
  const plain = await recordingServer((socket) => socket.once('data', () => socket.write('what?')));
  const addresses = [
    refusing,
    unknown,
    `ldap://127.0.0.1:${plain.port}`,
    `ldaps://127.0.0.1:${plain.port}`,
    acme.ldaps,
  ];
  const { kind, steps, domainSid } = await testConnection(directoryOf(acme, { addresses }));
  const faults = steps.flatMap((step) => (step.kind === 'failed' ? [step.fault] : []));
  expect(faults).toEqual(['connection-refused', 'name-not-found', 'no-start-tls', 'tls-failed']);
  expect({ kind, domainSid }).toEqual({ kind: 'failed', domainSid: acme.domainSid });
});

test('what hangs is given up', async () => {
  const acme = await forest('acme');
  const controller = await acme.startController();
  await controller.hang();
  const before = performance.now();
  const { steps } = await testConnection(directoryOf(acme, { addresses: [controller.ldaps] }));
  expect(steps.at(-1)).toMatchObject({ kind: 'failed', fault: 'no-answer' });
  expect(performance.now() - before).toBeLessThan(4_000);
});

test('as many users are told as the server lets be seen, and one that is no domain controller shows no SID', async () => {
  const of = { objectClass: 'user', objectCategory: 'person', sn: 'x', userPassword: 'secret' };
  const users = Array.from({ length: 501 }, (_, at) => ({ ...of, dn: `cn=u${at},dc=acme,dc=test`, cn: `u${at}` }));
  const { ldaps, ca, baseDn } = await startSlapd(users);
  const serviceAccount = { userName: 'cn=u0,dc=acme,dc=test', password: 'secret' };
  const slapd = { addresses: [ldaps], caCertificate: ca, baseDn, serviceAccount };
  const { kind, steps } = await testConnection(directoryOf(await forest('acme'), slapd));
  expect(kind).toBe('failed');
  expect(steps.slice(-2)).toEqual([{ kind: 'users-seen', count: 500, more: true }, { kind: 'domain-sid-missing' }]);
});
