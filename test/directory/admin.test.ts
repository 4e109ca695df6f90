import { expect, test } from 'vitest';
import { openDirectory } from '../../src/directory/directory.js';
import { formIn, textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';
import { ADDRESS, addThroughConsole, directoriesOf, PASSWORD, storedDirectories, TYPED } from './console.js';

test('a directory that is added stands on the company’s page, and is stored as it is compared', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ sids: ['S-1-5-21-1-2-3'] });
  expect(textOf(await portal.administrator.get(`/admin/companies/${acme}`))).toContain('No directory yet.');
  expect(formIn(await portal.administrator.get(`${directoriesOf(acme)}/new`), directoriesOf(acme)).active).toBe('on');

  const page = await addThroughConsole(portal, acme, {
    addresses: `LDAPS://DC1.Acme.Example\r\nldap://dc2.acme.example, dc1.acme.example`,
    upn_suffixes: '@Corp.Acme.Example corp\r\ncorp.acme.example',
  });
  expect(await storedDirectories(portal)).toMatchObject([
    {
      company_id: acme,
      addresses: 'ldaps://dc1.acme.example:636 ldap://dc2.acme.example:389',
      upn_suffixes: 'corp.acme.example corp',
      netbios_name: 'ACME',
      active: 1,
      leaver_protection: 0,
    },
  ]);
  const list = await portal.administrator.get(`/admin/companies/${acme}`);
  expect(textOf(list)).toContain('Acme AD ldaps://dc1.acme.example:636 and 1 more Off On');
  expect(list.text).toContain(`href="${page}"`);
  expect(await recorded(portal)).toContain(
    'directory added: Acme AD: ldaps://dc1.acme.example:636, ldap://dc2.acme.example:389; by Mia Admin',
  );
});

test('the password is sealed, and no page and no event ever shows it', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme);
  const [stored] = await storedDirectories(portal);
  expect(stored?.service_password).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/);
  const shown = await portal.administrator.get(page);
  expect(textOf(shown)).toContain('A password is saved.');
  expect(formIn(shown, page).service_password).toBe('');
  const answers = [
    await portal.administrator.post(page, { ...TYPED, name: '' }),
    await portal.administrator.post(`${page}/tests`, TYPED),
    await portal.administrator.post(`${page}/sids`, { ...TYPED, sid: 'S-1-5-21-1-2-3' }),
    await portal.administrator.get(`/admin/companies/${acme}`),
  ];
  for (const { text } of [shown, ...answers]) expect(text).not.toContain('s3rvice');
  expect((await recorded(portal)).join()).not.toContain('s3rvice');
});

test('a save changes what was changed, says so in the trail, and nothing when nothing was', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme);
  const form = formIn(await portal.administrator.get(page), page);
  const { active: _on, ...off } = form;
  await portal.administrator.post(page, { ...off, name: 'Acme forest', upn_suffixes: '', netbios_name: '' });
  expect((await recorded(portal)).at(-1)).toBe(
    'directory changed: Acme forest: name: Acme AD -> Acme forest; upn_suffixes: corp.acme.example -> none; netbios_name: ACME -> none; active: off; by Mia Admin',
  );
  expect(textOf(await portal.administrator.get(page))).toContain('Acme forest is saved.');
  expect(await portal.ctx.db.selectFrom('upn_suffixes').selectAll().execute()).toEqual([]);
  const events = await recorded(portal);
  await portal.administrator.post(page, formIn(await portal.administrator.get(page), page));
  expect(await recorded(portal)).toEqual(events);
});

test('removing a directory asks first, then takes its password and its links along, and leaves the contacts', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ sids: ['S-1-5-21-1-2-3'] });
  const page = await addThroughConsole(portal, acme);
  const contact = await portal.given.contact(acme, 'alice@acme.example');
  const [stored] = await storedDirectories(portal);
  const account = { object_guid: '00000000-0000-0000-0000-000000000001', user_name: 'alice', linked_at: 1 };
  const link = { directory_id: String(stored?.id), contact_id: contact, ...account };
  await portal.ctx.db.insertInto('directory_accounts').values(link).execute();

  expect(textOf(await portal.administrator.get(`${page}/removal`))).toContain('Remove Acme AD?');
  expect(await storedDirectories(portal)).toHaveLength(1);
  expect((await portal.administrator.post(`${page}/removal`)).headers.location).toBe(`/admin/companies/${acme}`);
  expect(textOf(await portal.administrator.get(`/admin/companies/${acme}`))).toContain('Acme AD is removed.');
  expect(await storedDirectories(portal)).toEqual([]);
  for (const table of ['directory_accounts', 'upn_suffixes'] as const)
    expect(await portal.ctx.db.selectFrom(table).selectAll().execute()).toEqual([]);
  expect(await portal.ctx.db.selectFrom('contacts').selectAll().execute()).toHaveLength(1);
  expect((await recorded(portal)).at(-1)).toBe('directory removed: Acme AD; by Mia Admin');
  for (const path of [page, `${page}/removal`]) expect((await portal.administrator.get(path)).status).toBe(404);
});

test('a directory is found under its own company only, whatever is to be done to it', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const globex = await portal.given.company({ name: 'Globex' });
  const id = (await addThroughConsole(portal, acme)).split('/').at(-1);
  const foreign = `${directoriesOf(globex)}/${id}`;
  for (const path of [foreign, `${foreign}/removal`]) expect((await portal.administrator.get(path)).status).toBe(404);
  for (const path of [foreign, `${foreign}/removal`, `${foreign}/tests`, `${foreign}/sids`]) {
    expect((await portal.administrator.post(path, { ...TYPED, sid: 'S-1-5-21-1-2-3' })).status).toBe(404);
  }
  for (const strange of ['x', '%00', 'tests/tests', 'sids/removal'])
    expect((await portal.administrator.post(`${directoriesOf(acme)}/${strange}`, TYPED)).status).toBe(404);
  expect(await storedDirectories(portal)).toMatchObject([
    { company_id: acme, name: 'Acme AD', addresses: `${ADDRESS}` },
  ]);
  expect(await portal.ctx.db.selectFrom('company_sids').selectAll().execute()).toEqual([]);
});

test('nobody but a signed-in administrator sees or does any of it', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme);
  const stranger = portal.visitor();
  for (const path of [page, `${page}/removal`, `${directoriesOf(acme)}/new`])
    expect((await stranger.get(path)).headers.location).toContain('/admin/login');
  for (const path of [page, `${page}/removal`, `${page}/tests`, `${page}/sids`, directoriesOf(acme)])
    expect((await stranger.post(path, TYPED)).headers.location).toContain('/admin/login');
  const evil = { Origin: 'https://evil.example' };
  expect((await portal.administrator.post(`${page}/removal`, {}, evil)).status).toBe(403);
  expect(await storedDirectories(portal)).toHaveLength(1);
});

test('a switched-on directory of a company without a domain SID is said to be of no use yet', async () => {
  const portal = await startPortal();
  const useless = 'Nobody can sign in with a Windows password yet';
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme);
  for (const path of [page, `/admin/companies/${acme}`])
    expect(textOf(await portal.administrator.get(path))).toContain(useless);
  await portal.administrator.post(`${page}/sids`, { sid: 'S-1-5-21-1-2-3' });
  for (const path of [page, `/admin/companies/${acme}`])
    expect(textOf(await portal.administrator.get(path))).not.toContain(useless);
});

test('a password that cannot be opened any more has to be typed again, and takes no page down', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const page = await addThroughConsole(portal, acme);
  await portal.ctx.db.updateTable('directories').set({ service_password: 'gone.AAAA.BBBB.CCCC' }).execute();
  const shown = textOf(await portal.administrator.get(page));
  expect(shown).toContain('The saved password of the service account cannot be read');
  expect(shown).not.toContain('A password is saved.');
  await portal.administrator.post(page, TYPED);
  expect(textOf(await portal.administrator.get(page))).not.toContain('cannot be read');
});

test('after the secret key was changed the password opens with the new key alone', async () => {
  const [first, second] = ['the first key of this portal, which is long enough', 'the key that replaces it, as long'];
  const portal = await startPortal({ env: { SECRET_KEY: first } });
  const acme = await portal.given.company({});
  portal.secrets.push(PASSWORD);
  await portal.given.directory(acme, { serviceUser: 'portal@acme.example', servicePassword: PASSWORD });
  const [before] = await storedDirectories(portal);
  await portal.restart({ SECRET_KEY: second, SECRET_KEY_PREVIOUS: first });
  const [after] = await storedDirectories(portal);
  expect(after?.service_password?.split('.')[0]).not.toBe(before?.service_password?.split('.')[0]);
  await portal.restart({ SECRET_KEY: second });
  expect(after && openDirectory(portal.ctx.keys, after).serviceAccount?.password).toBe(PASSWORD);
});
