import { expect, test } from 'vitest';
import { formIn, textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { startCopiedWorld } from '../support/psa/copied.js';
import { contactSessions, recorded, signIn } from '../support/sign-in.js';

const LIST = '/admin/psa/companies';

test('without a PSA its companies cannot be reached, and nothing of it shows', async () => {
  const { administrator, given } = await startPortal();
  const acme = await given.company({});
  for (const path of [
    LIST,
    `${LIST}/19`,
    '/admin/psa/import',
    '/admin/psa/suggestions',
    `/admin/companies/${acme}/psa`,
  ]) {
    const answer = await administrator.get(path);
    expect([answer.status, answer.headers.location]).toEqual([303, '/admin/psa']);
  }
  expect(textOf(await administrator.get(`/admin/companies/${acme}`))).not.toContain('ConnectWise');
});

test('a company of the same name is linked with one click, and its contacts follow', async () => {
  const { portal, there, people, linkOf } = await startCopiedWorld();
  const acme = await portal.given.company({ name: 'ACME ltd' });
  await there([{ id: '19', name: 'Acme Ltd', website: 'acme.example', types: ['Client', 'Vendor'] }]);
  await people('19', ['jo@acme.example', 'ann@acme.example']);
  const list = await portal.administrator.get(`${LIST}?show=not-linked`);
  expect(textOf(list)).toContain('Acme Ltd ID 19 acme.example Client, Vendor Active Link to ACME ltd');

  const fields = formIn(list, `${LIST}/19/link`);
  const linked = await portal.administrator.post(`${LIST}/19/link`, { ...fields, company: acme });
  expect(linked.headers.location).toBe(`${LIST}?q=&show=not-linked&page=1`);
  expect(textOf(await portal.administrator.get(String(linked.headers.location)))).toContain('ACME ltd is linked.');
  expect(await linkOf('19')).toBe(acme);
  expect(textOf(await portal.administrator.get(LIST))).toContain('Linked to ACME ltd');
  const page = textOf(await portal.administrator.get(`/admin/companies/${acme}`));
  expect(page).toContain('Acme Ltd ID 19');
  expect(page).toContain('Contacts from there 2 contacts');
  expect(await recorded(portal)).toContain('company linked: Acme Ltd (19); by Mia Admin');
});

test('a company that is not here is imported with one click', async () => {
  const { portal, there, linkOf } = await startCopiedWorld();
  await there([{ id: '19', name: 'Acme Ltd' }]);
  const imported = await portal.administrator.post(`${LIST}/19/import`);
  expect(imported.headers.location).toBe(`/admin/companies/${await linkOf('19')}`);
  expect(textOf(await portal.administrator.get(String(imported.headers.location)))).toContain('Acme Ltd is imported.');
  expect(await recorded(portal)).toEqual(
    expect.arrayContaining(['company added: Acme Ltd; by Mia Admin', 'company linked: Acme Ltd (19); by Mia Admin']),
  );
});

test('what one click would do is said for each, and nothing is offered that would be wrong', async () => {
  const { portal, there } = await startCopiedWorld();
  await portal.given.company({ name: 'Twice' });
  await portal.given.company({ name: 'twice' });
  const taken = await portal.given.company({ name: 'Taken' });
  await there([
    { id: '1', name: 'Twice' },
    { id: '2', name: 'Taken' },
    { id: '3', name: 'Taken' },
    { id: '4', name: 'Old', active: false },
  ]);
  await portal.administrator.post(`${LIST}/2/link`, { company: taken });
  const page = await portal.administrator.get(LIST);
  expect(textOf(page)).toContain('2 of yours have this name.');
  expect(textOf(page)).toContain('Yours with this name is linked to another one.');
  expect(page.text).not.toMatch(/<button[^>]*>(Import|Link to)/);
});

test('two imports of one company at the same moment make one company', async () => {
  const { portal, there } = await startCopiedWorld();
  await there([{ id: '19', name: 'Acme Ltd' }]);
  await portal.administrator.get(LIST);
  await Promise.all([1, 2, 3].map(() => portal.administrator.post(`${LIST}/19/import`)));
  expect(await portal.ctx.db.selectFrom('companies').select('name').execute()).toEqual([{ name: 'Acme Ltd' }]);
});

test.each([
  ['a part of the name', 'ACM', ['Acme Ltd']],
  ['a part of the website', 'globex.EX', ['Globex']],
  ['the id', '19', ['Acme Ltd']],
  ['what is nowhere', 'initech', []],
])('the search finds %s', async (_what, q, expected) => {
  const { portal, there } = await startCopiedWorld();
  await there([
    { id: '19', name: 'Acme Ltd' },
    { id: '20', name: 'Globex', website: 'https://globex.example' },
  ]);
  const { text } = await portal.administrator.get(`${LIST}?${new URLSearchParams({ q })}`);
  expect([...text.matchAll(/<th scope="row"><bdi>([^<]*)/g)].map(([, name]) => name)).toEqual(expected);
});

test('a company with another name is found among ours by its first word and linked there', async () => {
  const { portal, there, linkOf } = await startCopiedWorld();
  const acme = await portal.given.company({ name: 'Acme Ltd' });
  await portal.given.company({ name: 'Globex' });
  await there([{ id: '19', name: 'Acme Limited' }]);
  const choice = await portal.administrator.get(`${LIST}/19`);
  expect(textOf(choice)).toContain('Acme Ltd');
  expect(textOf(choice)).not.toContain('Globex');
  const linked = await portal.administrator.post(`${LIST}/19/link`, { company: acme });
  expect(linked.headers.location).toBe(`/admin/companies/${acme}`);
  expect(await linkOf('19')).toBe(acme);
});

test('one of ours finds its company there, and those that are linked are left out', async () => {
  const { portal, there } = await startCopiedWorld();
  const [acme, other] = [
    await portal.given.company({ name: 'Acme Ltd' }),
    await portal.given.company({ name: 'Other' }),
  ];
  await there([
    { id: '19', name: 'Acme One' },
    { id: '20', name: 'Acme Two' },
  ]);
  await portal.administrator.post(`${LIST}/20/link`, { company: other });
  const choice = textOf(await portal.administrator.get(`/admin/companies/${acme}/psa`));
  expect(choice).toContain('Acme One');
  expect(choice).not.toContain('Acme Two');
});

test('a company that is taken is not linked twice, on either side', async () => {
  const { portal, there, linkOf } = await startCopiedWorld();
  const [acme, other] = [await portal.given.company({ name: 'Acme' }), await portal.given.company({ name: 'Other' })];
  await there([
    { id: '19', name: 'Acme' },
    { id: '20', name: 'Acme there' },
  ]);
  const link = async (id: string, company: string) => {
    const answer = await portal.administrator.post(`${LIST}/${id}/link`, { company });
    return textOf(await portal.administrator.get(String(answer.headers.location)));
  };
  await link('19', acme);
  expect(await link('19', other)).toContain('Acme has been linked to another company meanwhile. Nothing was changed.');
  expect(await link('20', acme)).toContain('Acme is linked to Acme in ConnectWise already. Unlink it there first.');
  expect([await linkOf('19'), await linkOf('20')]).toEqual([acme, null]);
  expect(await link('99', acme)).toContain('not there any more');
});

test.each(['%00', 'a b', 'x'.repeat(65), '1%2F2'])('there is no company %s in the PSA', async (id) => {
  const { portal } = await startCopiedWorld();
  expect((await portal.administrator.get(`${LIST}/${id}`)).status).toBe(404);
  expect((await portal.administrator.post(`${LIST}/${id}/import`)).status).toBe(404);
});

test('linking makes contacts due that waited for it', async () => {
  const { portal, there } = await startCopiedWorld();
  const { ctx, given } = portal;
  const acme = await given.company({ name: 'Acme' });
  const contact = await given.contact(acme, 'jo@acme.example');
  const later = ctx.clock() + 24 * 3_600_000;
  const job = { state: 'waiting', reason: 'company-not-linked', tries: 3, next_try_at: later, created_at: 0 } as const;
  await ctx.db
    .insertInto('psa_creations')
    .values({ contact_id: contact, ...job })
    .execute();
  await there([{ id: '19', name: 'Acme' }]);
  // The worker would ask the PSA at once, and put the job off again.
  ctx.psa.wake = () => undefined;
  await portal.administrator.post(`${LIST}/19/link`, { company: acme });
  const [{ next_try_at: next } = { next_try_at: 0 }] = await ctx.db.selectFrom('psa_creations').selectAll().execute();
  expect(next).toBeLessThanOrEqual(ctx.clock());
});

test('unlinking lets contacts stay as they are, and whom the PSA kept out stays out by our own switch', async () => {
  const { portal, there, linkOf } = await startCopiedWorld();
  const { ctx, given, administrator } = portal;
  const acme = await given.company({ name: 'Acme' });
  await there([{ id: '19', name: 'Acme' }]);
  await administrator.post(`${LIST}/19/link`, { company: acme });
  const [jo, ann] = [await given.contact(acme, 'jo@acme.example'), await given.contact(acme, 'ann@acme.example')];
  await ctx.db.updateTable('contacts').set({ psa_refusal: 'login-disabled' }).where('id', '=', jo).execute();

  const page = textOf(await administrator.get(`/admin/companies/${acme}`));
  expect(page).toContain('Portal login is disabled in ConnectWise');
  const path = `${LIST}/19/link/removal`;
  expect(textOf(await administrator.get(path))).toContain('Unlink Acme from ConnectWise?');
  expect((await administrator.post(path)).headers.location).toBe(`/admin/companies/${acme}`);
  expect(await linkOf('19')).toBeNull();
  const contacts = await ctx.db.selectFrom('contacts').select(['id', 'active', 'psa_refusal']).execute();
  expect(new Map(contacts.map(({ id, ...state }) => [id, state]))).toEqual(
    new Map([
      [jo, { active: 0, psa_refusal: null }],
      [ann, { active: 1, psa_refusal: null }],
    ]),
  );
  expect(textOf(await administrator.get(`/admin/companies/${acme}`))).toContain(
    'Not linked to a company in ConnectWise',
  );
  expect(await recorded(portal)).toContain(
    'company unlinked: Acme (19); deactivated, because it kept them out: 1 contacts; by Mia Admin',
  );
});

test('activating a contact by hand says that the PSA keeps them out all the same', async () => {
  const { portal } = await startCopiedWorld();
  const { ctx, given, administrator } = portal;
  const acme = await given.company({ name: 'Acme' });
  const jo = await given.contact(acme, 'jo@acme.example', { first: 'Jo', last: 'Doe', active: false });
  await ctx.db.updateTable('contacts').set({ psa_refusal: 'inactive' }).execute();
  const path = `/admin/companies/${acme}/contacts/${jo}/activation`;
  const confirm = textOf(await administrator.get(path));
  expect(confirm).toContain('This alone does not let them in: Inactive in ConnectWise.');
  expect(confirm).not.toContain('They can sign in again');
  await administrator.post(path);
  const page = textOf(await administrator.get(`/admin/companies/${acme}`));
  expect(page).toContain('Jo Doe is activated here, but still cannot sign in: Inactive in ConnectWise.');
});

test('linking to a company that is inactive there signs its people out', async () => {
  const { portal, there } = await startCopiedWorld();
  const acme = await portal.given.company({ name: 'Acme', domains: ['acme.example'] });
  const alice = portal.visitor();
  await portal.given.contact(acme, 'alice@acme.example');
  await signIn(portal, alice);
  expect(await contactSessions(portal)).toHaveLength(1);
  await there([{ id: '19', name: 'Acme', active: false }]);
  await portal.administrator.post(`${LIST}/19/link`, { company: acme });
  expect(await contactSessions(portal)).toEqual([]);
  const page = textOf(await portal.administrator.get('/admin/companies'));
  expect(page).toContain('Inactive in ConnectWise');
});
