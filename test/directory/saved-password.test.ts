import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';
import { ADDRESS, addThroughConsole, PASSWORD, storedDirectories, TYPED, UNTYPED } from './console.js';

const OTHER = 'ldaps://127.0.0.2:1';

test.each<[string, Fields]>([
  ['nothing', {}],
  ['the name', { name: 'Acme forest' }],
  ['the base DN', { base_dn: 'OU=Staff,DC=acme,DC=example' }],
  ['the spelling of an address', { addresses: 'LDAPS://127.0.0.1:01'.replace(':01', ':1') }],
  ['that there is one address less', { addresses: ADDRESS }],
  ['the order of addresses', { addresses: `${OTHER} ${ADDRESS}` }],
])('a change of %s keeps the saved password', async (_what, changed) => {
  const { portal, page, before } = await given();
  expect((await portal.administrator.post(page, { ...UNTYPED, ...changed })).status).toBe(303);
  expect(textOf(await portal.administrator.get(page))).toContain('A password is saved.');
  expect((await storedDirectories(portal))[0]?.service_password).toBe(before);
});

test.each<[string, Fields]>([
  ['another host', { addresses: 'ldaps://127.0.0.3:1' }],
  ['one address more', { addresses: `${ADDRESS} ${OTHER} ldaps://127.0.0.3:1` }],
  ['another port', { addresses: 'ldaps://127.0.0.1:2' }],
  ['another scheme', { addresses: 'ldap://127.0.0.1:1' }],
  ['another user', { service_user: 'ACME\\other' }],
])('%s drops the saved password, and says so', async (_what, changed) => {
  const { portal, page } = await given();
  expect((await portal.administrator.post(page, { ...UNTYPED, ...changed })).status).toBe(303);
  const shown = textOf(await portal.administrator.get(page));
  expect(shown).toContain('The password of the service account was removed');
  expect(shown).not.toContain('A password is saved.');
  expect((await storedDirectories(portal))[0]?.service_password).toBeNull();
  expect((await recorded(portal)).at(-1)).toContain('password removed');
});

test('with a new password the change is saved with it', async () => {
  const { portal, page, before } = await given();
  await portal.administrator.post(page, { ...TYPED, addresses: OTHER, service_password: 'another p4ssword' });
  portal.secrets.push('another p4ssword');
  expect(textOf(await portal.administrator.get(page))).toContain('A password is saved.');
  const [after] = await storedDirectories(portal);
  expect(after?.service_password).not.toBeNull();
  expect(after?.service_password).not.toBe(before);
});

test('without a service account there is no password', async () => {
  const { portal, page } = await given();
  await portal.administrator.post(page, { ...UNTYPED, service_user: '' });
  expect((await storedDirectories(portal))[0]?.service_password).toBeNull();
  expect(textOf(await portal.administrator.get(page))).toContain('Acme AD is saved.');
});

test('leaver protection does not lose its password unasked: the save is refused until it is typed', async () => {
  const { portal, page, before } = await given();
  const changed = { ...UNTYPED, leaver_protection: 'on', addresses: OTHER.replace('.2', '.3') };
  const refused = await portal.administrator.post(page, changed);
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('Enter the password of the service account: leaver protection needs it');
  expect((await storedDirectories(portal))[0]?.service_password).toBe(before);
  expect((await portal.administrator.post(page, { ...changed, service_password: PASSWORD })).status).toBe(303);
});

async function given(): Promise<{ portal: Portal; page: string; before: string | null | undefined }> {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme, { addresses: `${ADDRESS} ${OTHER}` });
  return { portal, page, before: (await storedDirectories(portal))[0]?.service_password };
}
