import { expect, test } from 'vitest';
import { type Forest, forest } from '../support/forest.js';
import { formIn, textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';
import { directoriesOf, sidsOf, storedDirectories, TYPED } from './console.js';

test('what was typed is tested step by step, and nothing of it is saved', async () => {
  const { portal, acme, forest, typed } = await given();
  const tested = await portal.administrator.post(`${directoriesOf(acme)}/tests`, typed);
  expect(tested.status).toBe(200);
  const said = textOf(tested);
  for (const step of ['Connected to', 'Encrypted (TLSv1.3)', 'Trusted by your CA certificate.', 'The base DN is there'])
    expect(said).toContain(`${step}`);
  expect(said).toContain('The connection works.');
  expect(said).toContain('OK Signed in as the service account');
  expect(said).toMatch(/OK \d+ users seen below it/);
  expect(said).toContain(`OK The domain SID is ${forest.domainSid}`);
  expect(said).toContain('Enter the password again before you save');
  const { service_password: _never, ca_certificate: _normalised, ...kept } = typed;
  expect(formIn(tested, directoriesOf(acme))).toMatchObject({ ...kept, service_password: '' });
  expect(tested.text).not.toContain(forest.serviceAccount.password);
  expect(await storedDirectories(portal)).toEqual([]);
  expect((await recorded(portal)).at(-1)).toBe(`directory tested: Acme AD: ${forest.ldaps}:636; ok; by Mia Admin`);
});

test('the SID that was read is offered, added at once, and nothing typed is lost', async () => {
  const { portal, acme, forest, typed } = await given();
  const tested = await portal.administrator.post(`${directoriesOf(acme)}/tests`, typed);
  expect(textOf(tested)).toContain('is not one of this company’s yet');
  expect(tested.text).toContain(`name="sid" value="${forest.domainSid}"`);
  const form = formIn(tested, directoriesOf(acme));
  const added = await portal.administrator.post(`${directoriesOf(acme)}/sids`, { ...form, sid: forest.domainSid });
  expect(textOf(added)).toContain(`The domain SID ${forest.domainSid} is added to this company. The rest of this page`);
  expect(formIn(added, directoriesOf(acme))).toEqual(form);
  expect(await sidsOf(portal, acme)).toEqual([forest.domainSid]);
  expect((await recorded(portal)).at(-1)).toBe(`directory sid-added: + ${forest.domainSid}; by Mia Admin`);

  const again = await portal.administrator.post(`${directoriesOf(acme)}/tests`, typed);
  expect(textOf(again)).toContain('is one of this company’s.');
  expect(again.text).not.toContain('name="sid"');
  expect(await storedDirectories(portal)).toEqual([]);
});

test('the saved password is tested where it was saved for, and goes nowhere else', async () => {
  const { portal, acme, forest, typed } = await given();
  const page = String((await portal.administrator.post(directoriesOf(acme), typed)).headers.location);
  const { service_password: _untyped, ...untyped } = typed;
  const same = await portal.administrator.post(`${page}/tests`, untyped);
  expect(textOf(same)).toContain('Signed in as the service account');
  expect(same.text).not.toContain('data-unsaved');

  // The same controller would let it in, had the password come along.
  for (const changed of [
    { addresses: `${untyped.addresses} ${forest.ldap}` },
    { service_user: forest.serviceAccount.userName.toUpperCase() },
  ]) {
    const elsewhere = textOf(await portal.administrator.post(`${page}/tests`, { ...untyped, ...changed }));
    expect(elsewhere).toContain('The service account was not tried: enter its password.');
    expect(elsewhere).not.toContain('Signed in');
  }
});

test('without a service account somebody signs in for the test, once, and is kept nowhere', async () => {
  const { portal, acme, forest, typed } = await given();
  const { userName, password } = await forest.addUser();
  portal.secrets.push(password);
  const nobody = { ...typed, service_user: '', service_password: '' };
  const unseen = textOf(await portal.administrator.post(`${directoriesOf(acme)}/tests`, nobody));
  expect(unseen).toContain('Note Nobody to sign in as');
  expect(unseen).not.toContain('Add this SID');

  const test = { test_user: `${forest.netbios}\\${userName}`, test_password: password };
  const tested = await portal.administrator.post(`${directoriesOf(acme)}/tests`, { ...nobody, ...test });
  expect(textOf(tested)).toContain('Signed in as the user for the test');
  expect(textOf(tested)).toContain(forest.domainSid);
  expect(tested.text).not.toContain(password);
  expect(formIn(tested, directoriesOf(acme))).toMatchObject({ test_user: test.test_user, test_password: '' });
});

test.each<[string, Fields, string]>([
  ['an unknown authority', { ca_certificate: '' }, 'Paste the certificate of that authority as the CA certificate.'],
  ['a wrong password', { service_password: 'wrong' }, 'The directory did not let the service account in'],
  ['a base DN that is not there', { base_dn: 'OU=Nowhere,DC=acme,DC=test' }, 'Failed The base DN is not there'],
  ['nobody at the port', { addresses: 'ldaps://127.0.0.1:1' }, 'Failed It refuses the connection'],
])('%s fails the test and says what to do', async (_what, wrong, message) => {
  const { portal, acme, typed } = await given();
  const tested = await portal.administrator.post(`${directoriesOf(acme)}/tests`, { ...typed, ...wrong });
  expect(tested.status).toBe(200);
  expect(textOf(tested)).toContain('The connection does not work yet.');
  expect(textOf(tested)).toContain(message);
});

test.each<[string, Fields, string]>([
  ['a user without a password', { test_user: 'ACME\\jo' }, 'Enter the password of the user for the test'],
  ['a password without a user', { test_password: 'x' }, 'Enter the user name for the test'],
  ['a user with a line break', { test_user: 'a\nb', test_password: 'x' }, 'Enter the user name as'],
])('%s is refused before anybody is asked', async (_what, wrong, message) => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const refused = await portal.administrator.post(`${directoriesOf(acme)}/tests`, { ...TYPED, ...wrong });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain(message);
  expect((await recorded(portal)).join()).not.toContain('tested');
});

test.each(['', 'S-1-5-32-544', 'S-1-5-21-1-2-3-1102', '<b>', 'S-1-5-21-1-2-3\0'])(
  'the SID %j, which no test offers, is not added',
  async (sid) => {
    const portal = await startPortal();
    const acme = await portal.given.company({});
    expect((await portal.administrator.post(`${directoriesOf(acme)}/sids`, { ...TYPED, sid })).status).toBe(400);
    expect(await sidsOf(portal, acme)).toEqual([]);
  },
);

test('opened anew, the address that a test leaves behind is the form', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  for (const act of ['tests', 'sids'])
    expect((await portal.administrator.get(`${directoriesOf(acme)}/${act}`)).headers.location).toBe(
      `${directoriesOf(acme)}/new`,
    );
});

async function given(): Promise<{ portal: Portal; acme: string; forest: Forest; typed: Fields }> {
  const running = await forest('acme');
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const { ldaps, ca, baseDn, netbios, serviceAccount } = running;
  portal.secrets.push(serviceAccount.password);
  const account = { service_user: serviceAccount.userName, service_password: serviceAccount.password };
  const typed = { ...TYPED, ...account, addresses: ldaps, ca_certificate: ca, base_dn: baseDn, netbios_name: netbios };
  return { portal, acme, forest: running, typed };
}
