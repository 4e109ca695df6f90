import { expect, test } from 'vitest';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { formIn, textOf } from '../support/form.js';
import { recorded } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';
import { givenConnectWise, PAGE, storedPsa } from './console.js';

test.each<[string, Fields, string]>([
  ['no site', { site: ' ' }, 'Enter the site as a name'],
  ['a site in the clear', { site: 'http://na.myconnectwise.net' }, 'Enter the site without http://'],
  ['a site with a path', { site: 'https://na.myconnectwise.net/v4_6_release' }, 'Enter the name of the site only'],
  ['a site with somebody in it', { site: 'https://user:pass@na.myconnectwise.net' }, 'Enter the name of the site only'],
  ['a site with a line break', { site: 'na.myconnectwise.net\r\nHost: x' }, 'Enter the site as a name'],
  ['a site with a NUL', { site: 'na.myconnect\0wise.net' }, 'Enter the site as a name'],
  ['a very long site', { site: `${'a'.repeat(50_000)}.example` }, 'Enter the site as a name'],
  ['the address of a cloud’s keys', { site: 'https://169.254.169.254' }, 'add it to PSA_ALLOWED_HOSTS'],
  ['the same in another spelling', { site: 'https://[::ffff:169.254.169.254]' }, 'add it to PSA_ALLOWED_HOSTS'],
  ['and as one number', { site: 'https://2852039166' }, 'add it to PSA_ALLOWED_HOSTS'],
  ['this machine', { site: 'https://127.0.0.1' }, 'add it to PSA_ALLOWED_HOSTS'],
  ['an address inside', { site: 'https://10.0.0.7' }, 'add it to PSA_ALLOWED_HOSTS'],
  ['no company ID', { company_id: '' }, 'Enter the company ID'],
  ['a company ID with a user’s mark in it', { company_id: 'msp+x:y' }, 'Enter the company ID'],
  ['a company ID with a path', { company_id: '../../login' }, 'Enter the company ID'],
  ['no public key', { public_key: '' }, 'Enter the public key'],
  ['a public key with a line break', { public_key: 'a\r\nX-Evil: 1' }, 'Enter the public key'],
  ['a private key with a colon', { secret: 'secret:part' }, 'Enter the private key as'],
  ['a client ID that is none', { client_id: 'my portal' }, 'Enter the client ID'],
])('%s is refused, whether it is to be saved or tested, and nothing typed is lost', async (_what, wrong, message) => {
  const { portal, fake, typed } = await givenConnectWise();
  for (const path of [PAGE, `${PAGE}/tests`]) {
    const refused = await portal.administrator.post(path, { ...typed, ...wrong });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain(message);
    const { secret: _never, ...kept } = { ...typed, ...wrong };
    if (!kept.site?.includes('\r')) expect(formIn(refused, PAGE)).toMatchObject(kept);
    expect(refused.text).not.toContain(typed.secret);
    expect(refused.text).not.toContain('secret:part');
  }
  expect(await storedPsa(portal)).toBeUndefined();
  expect(fake.requests).toEqual([]);
  expect((await recorded(portal)).join()).not.toContain('psa ');
});

test.each(['other', '', '__proto__'])(
  'a PSA "%s" that there is none of is refused, and all are offered',
  async (kind) => {
    const { portal, fake, typed } = await givenConnectWise();
    for (const path of [PAGE, `${PAGE}/tests`]) {
      const refused = await portal.administrator.post(path, { ...typed, kind });
      expect(refused.status).toBe(422);
      expect(textOf(refused)).toContain('Choose your PSA');
      for (const one of PSA_KINDS) expect(refused.text).toContain(`href="/admin/psa?kind=${one}#account"`);
      expect(refused.text).not.toContain(typed.secret);
    }
    expect(await storedPsa(portal)).toBeUndefined();
    expect(fake.requests).toEqual([]);
  },
);

test('without the form token nothing is saved, tested, synced or removed', async () => {
  const { portal, fake, typed } = await givenConnectWise();
  for (const act of ['', '/tests', '/syncs', '/removal', '/notes/removals'])
    expect((await portal.administrator.post(`${PAGE}${act}`, { ...typed, _csrf: 'forged' })).status).toBe(403);
  expect(await storedPsa(portal)).toBeUndefined();
  expect(fake.requests).toEqual([]);
});

test('whoever is not signed in to the console is sent to sign in', async () => {
  const { portal } = await givenConnectWise();
  expect((await portal.visitor().get(PAGE)).headers.location).toContain('/admin/login');
});

test('a sync is not asked for, and nothing is disconnected, while there is no PSA', async () => {
  const { portal } = await givenConnectWise();
  await portal.administrator.post(`${PAGE}/syncs`);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('There is no PSA to sync with.');
  expect((await portal.administrator.get(`${PAGE}/removal`)).headers.location).toBe(PAGE);
  expect((await portal.administrator.post(`${PAGE}/removal`)).headers.location).toBe(PAGE);
  expect((await recorded(portal)).join()).not.toContain('psa ');
});
