import { expect, test } from 'vitest';
import { countByDomain, suggestDomains } from '../../src/psa/companies/suggest-domains.js';
import { formIn, textOf } from '../support/form.js';
import { type CopiedWorld, startCopiedWorld } from '../support/psa/copied.js';

const PAGE = '/admin/psa/suggestions';

test.each<[what: string, website: string, contacts: string[][], domain: string | undefined]>([
  ['the website and all contacts', 'https://www.acme.example/start', [['jo@acme.example']], 'acme.example'],
  ['contacts alone', '', [['jo@acme.example'], ['ann@acme.example']], 'acme.example'],
  ['a website alone', 'WWW.Acme.Example/', [], 'acme.example'],
  ['a website that is no domain, and contacts', 'n/a', [['jo@acme.example']], 'acme.example'],
  ['addresses at a mailbox provider, which say nothing', 'acme.example', [['jo@gmail.com']], 'acme.example'],
  ['a further address at a mailbox provider', '', [['jo@acme.example', 'jo@gmail.com']], 'acme.example'],
  ['a contact without an address', 'acme.example', [[]], 'acme.example'],
  ['an international website', 'https://bücher.example', [['jo@xn--bcher-kva.example']], 'xn--bcher-kva.example'],
  ['nobody: two domains of contacts', '', [['jo@acme.example'], ['ann@acme.test']], undefined],
  ['nobody: two domains of one contact', '', [['jo@acme.example', 'jo@acme.test']], undefined],
  ['nobody: another website', 'https://acme.test', [['jo@acme.example']], undefined],
  ['nobody: a subdomain', 'https://shop.acme.example', [['jo@acme.example']], undefined],
  ['nobody: mailbox providers only', 'gmail.com', [['jo@gmail.com']], undefined],
  ['nobody: a page at somebody else’s site', 'https://social.example/acme', [], undefined],
  ['nobody at all', '', [], undefined],
])('a suggestion from %s', (_what, website, contacts, domain) => {
  const contactsAt = countByDomain(contacts.map((addresses) => JSON.stringify(addresses)));
  const suggested = suggestDomains([{ website, contactsAt, stated: [] }]);
  expect(suggested.map((one) => one.domain)).toEqual(domain ? [domain] : []);
});

test('a company’s page suggests a domain, and one click adds it', async () => {
  const { portal, people, link } = await givenWorld();
  const acme = await link('19', 'Acme', 'acme.example');
  await people('19', ['jo@acme.example', 'ann@acme.example', ['sue@acme.example', 'sue@gmail.com'], 'temp@gmail.com']);
  const page = await portal.administrator.get(`/admin/companies/${acme}`);
  expect(textOf(page)).toContain(
    'Suggested email domain: acme.example (the website and all 3 contacts) Add acme.example',
  );

  const path = `/admin/companies/${acme}/psa/domains`;
  await portal.administrator.post(path, { ...formIn(page, path), domain: 'acme.example' });
  const after = textOf(await portal.administrator.get(`/admin/companies/${acme}`));
  expect(after).toContain('acme.example is added.');
  expect(after).not.toContain('Suggested email domain');
  expect(after).toContain('+ acme.example; by Mia Admin');
  expect(await domains(portal)).toEqual([{ domain: 'acme.example', company_id: acme }]);
});

test('nothing is suggested that is somebody’s, or that two companies there agree on', async () => {
  const { portal, there, people, link } = await givenWorld();
  await portal.given.company({ name: 'Owner', domains: ['owned.example'] });
  const ids = [
    await link('1', 'Taken', 'owned.example'),
    await link('2', 'Rival', 'shared.example'),
    await link('3', 'Free', 'free.example'),
  ];
  await there([{ id: '4', name: 'Not linked' }]);
  await people('4', ['jo@shared.example']);
  const has = await Promise.all(
    ids.map(async (id) => textOf(await portal.administrator.get(`/admin/companies/${id}`)).includes('Suggested')),
  );
  expect(has).toEqual([false, false, true]);
  const page = textOf(await portal.administrator.get(PAGE));
  expect(page).toContain('1 suggestion ');
  expect(page).toContain('Free free.example');
});

test('a contact who is not there any more says nothing', async () => {
  const { portal, people, link } = await givenWorld();
  const acme = await link('19', 'Acme', 'acme.example');
  await people('19', ['jo@acme.example', 'old@acme.test']);
  const page = async () => textOf(await portal.administrator.get(`/admin/companies/${acme}`));
  expect(await page()).not.toContain('Suggested');
  await portal.ctx.db.updateTable('psa_contacts').set({ refusal: 'gone' }).where('psa_id', '=', '2').execute();
  expect(await page()).toContain('Add acme.example');
});

test('somebody at a company there does not rival another company’s own domain', async () => {
  const { portal, there, people, link } = await givenWorld();
  const acme = await link('19', 'Acme', 'acme.example');
  await there([{ id: '20', name: 'Globex' }]);
  await people('20', ['consultant@acme.example', 'jo@globex.example']);
  expect(textOf(await portal.administrator.get(`/admin/companies/${acme}`))).toContain('Add acme.example');
  expect(textOf(await portal.administrator.get(PAGE))).toContain('Acme acme.example');
});

test('all suggestions of a page are accepted at once; what is taken meanwhile is left out and said', async () => {
  const { portal, link } = await givenWorld();
  await link('1', 'Acme', 'acme.example');
  await link('2', 'Globex', 'globex.example');
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('Add all 2 on this page');
  const fields = formIn(page, PAGE);
  await portal.given.company({ name: 'Faster', domains: ['globex.example'] });
  await portal.administrator.post(PAGE, fields);
  const after = textOf(await portal.administrator.get(PAGE));
  expect(after).toContain('1 email domain is added. 1 could not be: another company has them.');
  expect(after).toContain('No suggestions');
});

test('one that is taken meanwhile is not added, and the page says whose it is', async () => {
  const { portal, link } = await givenWorld();
  const acme = await link('1', 'Acme', 'acme.example');
  await portal.given.company({ name: 'Faster', domains: ['acme.example'] });
  const path = `/admin/companies/${acme}/psa/domains`;
  const answer = await portal.administrator.post(path, { domain: 'acme.example', back: 'suggestions' });
  expect(answer.headers.location).toBe(PAGE);
  expect(textOf(await portal.administrator.get(PAGE))).toContain(
    'acme.example belongs to Faster now. Nothing was added.',
  );
  for (const domain of ['', 'gmail.com', 'com', 'a b'])
    expect((await portal.administrator.post(path, { domain })).status).toBe(400);
});

async function givenWorld() {
  const world: CopiedWorld = await startCopiedWorld();
  const { portal, there } = world;
  return {
    ...world,
    async link(id: string, name: string, website: string): Promise<string> {
      await there([{ id, name, website }]);
      await portal.administrator.post(`/admin/psa/companies/${id}/import`);
      return String(await world.linkOf(id));
    },
  };
}

async function domains({ ctx }: CopiedWorld['portal']) {
  return ctx.db.selectFrom('company_domains').select(['domain', 'company_id']).execute();
}
