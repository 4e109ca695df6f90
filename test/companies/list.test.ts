import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';

const SID = 'S-1-5-21-10-20-30';

test('an administrator adds a company and lands on its page', async () => {
  const { administrator } = await startPortal();
  expect(textOf(await administrator.get('/admin/companies'))).toContain('No companies yet');

  const added = await administrator.post('/admin/companies', { name: '  Acme Ltd ' });
  expect(added.status).toBe(303);
  const page = await administrator.get(String(added.headers.location));
  expect(page.status).toBe(200);
  expect(textOf(page)).toContain('Acme Ltd is added.');
  expect(textOf(page)).toContain('The company was added');
  expect(textOf(await administrator.get(String(added.headers.location)))).not.toContain('Acme Ltd is added.');
});

test.each([
  ['nothing', ' ', 'Enter the company name'],
  ['a line break', 'Acme\r\nLtd', 'Enter one line of plain text'],
  ['too much', 'a'.repeat(201), 'at most 200 characters'],
])('a company name with %s is refused', async (_what, name, message) => {
  const { administrator, ctx } = await startPortal();
  const refused = await administrator.post('/admin/companies', { name });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain(message);
  expect(await ctx.db.selectFrom('companies').selectAll().execute()).toEqual([]);
});

test.each([
  ['a part of the name, whatever its case', 'CMÉ', ['Acmé Ltd']],
  ['a domain', 'acme.example', ['Acmé Ltd']],
  ['a part of a domain', 'globex.', ['Globex']],
  ['a domain as it is pasted', '@Globex.Example', ['Globex']],
  ['an address of somebody there', 'jo@globex.example', ['Globex']],
  ['a domain as its owner writes it', 'bücher.example', ['Zürich Books']],
  ['a SID in small letters', SID.toLowerCase(), ['Globex']],
  ['a part of a SID', '-20-3', ['Globex']],
  ['a percent sign, as it stands', '%', ['100% Pure']],
  ['an underscore, as it stands', '_', ['Under_score']],
  ['an exclamation mark, as it stands', '!', []],
  ['what nobody has', 'initech', []],
])('the search finds %s', async (_what, q, expected) => {
  const portal = await startPortal();
  await givenCompanies(portal);
  const page = await portal.administrator.get(`/admin/companies?${new URLSearchParams({ q })}`);
  expect(page.status).toBe(200);
  expect(namesIn(page.text)).toEqual(expected);
  expect(page.text).toContain(`value="${q}"`);
});

test('a search for nothing shows every company by name, with its domains and contacts counted', async () => {
  const portal = await startPortal();
  const { acme } = await givenCompanies(portal);
  await portal.given.contact(acme, 'jo@acme.example');
  const page = await portal.administrator.get('/admin/companies?q=+');
  expect(namesIn(page.text)).toEqual(['100% Pure', 'Acmé Ltd', 'Globex', 'Under_score', 'Zürich Books']);
  expect(textOf(page)).toContain('Acmé Ltd acme.example and 1 more 1 Active');
});

test('the list has pages of 50, and a page that does not exist is the first', async () => {
  const portal = await startPortal();
  for (let number = 1; number <= 51; number++)
    await portal.given.company({ name: `Company ${String(number).padStart(2, '0')}` });
  const names = async (page: string) => namesIn((await portal.administrator.get(`/admin/companies?page=${page}`)).text);
  expect(await names('1')).toHaveLength(50);
  expect(await names('2')).toEqual(['Company 51']);
  for (const page of ['3', '0', '-1', 'x', '1e1', '2&page=2']) expect((await names(page))[0]).toBe('Company 01');
});

test('a search with characters that no database takes finds nothing and breaks nothing', async () => {
  const { administrator } = await startPortal();
  for (const q of ['%00', 'a%00b', '%ED%A0%80', '%F0%9F']) {
    expect((await administrator.get(`/admin/companies?q=${q}`)).status).toBe(200);
  }
});

test.each(['new%00', '1', 'x'.repeat(27), '0'.repeat(27), '%00'])('there is no company %s', async (id) => {
  const { administrator } = await startPortal();
  expect((await administrator.get(`/admin/companies/${id}`)).status).toBe(404);
  expect((await administrator.post(`/admin/companies/${id}`, { name: 'x' })).status).toBe(404);
  expect((await administrator.post(`/admin/companies/${id}/newcomer-limit/lifts`)).status).toBe(404);
});

test('nobody sees the console without signing in to it', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  for (const path of ['', '/companies', `/companies/${acme}`, '/administrators', '/mail-token', '/mail-server']) {
    const answer = await portal.visitor().get(`/admin${path}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/admin\/login/);
  }
});

async function givenCompanies({ given }: Portal): Promise<{ acme: string }> {
  await given.company({ name: 'Zürich Books', domains: ['xn--bcher-kva.example'] });
  await given.company({ name: 'Globex', domains: ['globex.example'], sids: [SID] });
  await given.company({ name: '100% Pure' });
  await given.company({ name: 'Under_score' });
  return { acme: await given.company({ name: 'Acmé Ltd', domains: ['acme.example', 'acme.test'] }) };
}

function namesIn(html: string): string[] {
  return [...html.matchAll(/<a href="\/admin\/companies\/\w{27}"><bdi>([^<]*)<\/bdi>/g)].map(([, name = '']) => name);
}
