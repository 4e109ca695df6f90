import { expect, test } from 'vitest';
import { readStatedDomains } from '../../src/psa/companies/stated-domain.js';
import { countByDomain, suggestDomains } from '../../src/psa/companies/suggest-domains.js';
import { formIn, textOf } from '../support/form.js';
import { type CopiedWorld, startCopiedWorld } from '../support/psa/copied.js';
import { startVendorWorld } from '../support/psa/vendor-world.js';

const PAGE = '/admin/psa/suggestions';

test.each<[what: string, texts: string[], domains: string[]]>([
  ['a domain', ['acme.example'], ['acme.example']],
  ['several', ['acme.test', 'acme.example'], ['acme.test', 'acme.example']],
  ['the end of an address', ['@acme.example', '@www.acme.example'], ['acme.example']],
  ['an address', ['info@acme.example'], ['acme.example']],
  ['one in capitals, with blanks around', [' ACME.Example '], ['acme.example']],
  ['the address of a site', ['https://www.acme.example/'], ['acme.example']],
  ['an international one', ['Bücher.example'], ['xn--bcher-kva.example']],
  ['one twice', ['acme.example', 'www.acme.example', '@ACME.example'], ['acme.example']],
  ['the address of a page, perhaps at somebody else’s site', ['https://social.example/acme'], []],
  ['a mailbox provider’s', ['gmail.com', '@outlook.com', 'jo@gmail.com'], []],
  ['a public suffix', ['com', 'co.uk', 'www.co.uk'], []],
  ['what is none', ['', '@', 'n/a', 'a b', 'acme', '127.0.0.1', '[::1]', 'acme.example, acme.test'], []],
  ['one that is far too long', [`${'x'.repeat(90)}.acme.example.${'y'.repeat(2_000)}`], []],
])('of what the PSA says, %s', (_what, texts, domains) => {
  expect(readStatedDomains(texts)).toEqual(domains);
});

test.each<[what: string, website: string, contacts: string[], suggested: object[]]>([
  ['alone', '', [], [{ stated: true, agreed: false, website: false, contacts: 0 }]],
  ['the website', 'www.acme.example', [], [{ stated: true, agreed: true, website: true, contacts: 0 }]],
  ['the contacts', '', ['jo@acme.example'], [{ stated: true, agreed: true, website: false, contacts: 1 }]],
  [
    'some of the contacts',
    'acme.example',
    ['jo@acme.example', 'al@acme.test'],
    [{ stated: true, agreed: false, website: true, contacts: 1 }],
  ],
  [
    'nobody, since website and contacts agree on another one',
    'acme.test',
    ['jo@acme.test'],
    [
      { stated: true, agreed: false, website: false, contacts: 0 },
      { domain: 'acme.test', stated: false, agreed: true, website: true, contacts: 1 },
    ],
  ],
])('what the PSA says is suggested, beside %s', (_what, website, contacts, suggested) => {
  const known = { website, contactsAt: at(...contacts), stated: ['acme.example'] };
  const expected = suggested.map((one) => ({ domain: 'acme.example', ...one, there: known }));
  expect(suggestDomains([known])).toEqual(expected);
});

test.each<[what: string, suggested: boolean, ours: string[], theirs: string[]]>([
  ['nobody has an address there', true, [], ['bo@bell.example']],
  ['more of its people than of another’s have one', true, ['jo@acme.example', 'al@acme.example'], ['bo@acme.example']],
  ['as many of another’s people have one', false, ['jo@acme.example'], ['bo@acme.example']],
  ['only another’s people have one', false, [], ['bo@acme.example']],
])('when %s, what the PSA alone says is suggested: %s', (_what, suggested, ours, theirs) => {
  const acme = { website: '', contactsAt: at('x@acme.test', ...ours), stated: ['acme.example'] };
  const bell = { website: '', contactsAt: at('x@bell.test', ...theirs), stated: [] };
  const domains = [suggestDomains([acme, bell]), suggestDomains([bell, acme])];
  expect(domains.map((all) => all.some(({ domain }) => domain === 'acme.example'))).toEqual([suggested, suggested]);
});

test.each<[what: string, suggested: boolean, website: string, ours: string[], theirs: number]>([
  ['a website alone, beside a few strays', true, 'acme.example', [], 4],
  ['a website alone, beside another one’s people', false, 'acme.example', [], 5],
  ['a website and some contacts, beside more strays', true, 'acme.example', ['jo@acme.example'], 5],
  ['a website and some contacts, beside another one’s people', false, 'acme.example', ['jo@acme.example'], 6],
  ['all contacts, beside fewer of another one', true, '', ['jo@acme.example', 'al@acme.example'], 1],
  ['all contacts, beside as many of another one', false, '', ['jo@acme.example'], 1],
])('%s is suggested: %s', (_what, suggested, website, ours, theirs) => {
  const acme = { website, contactsAt: at(...ours), stated: [] };
  const people = Array.from({ length: theirs }, (_, nr) => `bo${nr}@acme.example`);
  const bell = { website: '', contactsAt: at('x@bell.test', ...people), stated: [] };
  const domains = [suggestDomains([acme, bell]), suggestDomains([bell, acme])];
  expect(domains.map((all) => all.some(({ domain }) => domain === 'acme.example'))).toEqual([suggested, suggested]);
});

test('both pages suggest each domain that the PSA has, say who agrees, and add them with one click', async () => {
  const world = await givenLinked('Acme');
  const { portal, there, people } = world;
  const domains = ['@Acme-Berlin.example', 'acme.example', 'acme-paris.example', 'gmail.com'];
  await there([{ id: '1', name: 'Acme', website: 'acme.example', domains }]);
  await people('1', ['jo@acme.example', 'ann@acme.example', 'sue@acme.example']);
  const reasons = [
    ['acme-berlin.example', 'HaloPSA has it for this company'],
    ['acme.example', 'HaloPSA, the website and all 3 contacts'],
    ['acme-paris.example', 'HaloPSA has it for this company'],
  ];
  const page = textOf(await portal.administrator.get(`/admin/companies/${await world.linkOf('1')}`));
  for (const [domain, why] of reasons)
    expect(page).toContain(`Suggested email domain: ${domain} (${why}) Add ${domain}`);
  const all = await portal.administrator.get(PAGE);
  expect(textOf(all)).toContain(reasons.map(([domain, why]) => `Acme ${domain} ${why} Add`).join(' '));

  await portal.administrator.post(PAGE, formIn(all, PAGE));
  expect(textOf(await portal.administrator.get(PAGE))).toContain('3 email domains are added.');
  expect(await ownDomains(portal)).toEqual(['acme-berlin.example', 'acme-paris.example', 'acme.example']);
  expect(await suggestedOnPages(world)).toEqual([[]]);
});

test('of several suggestions on a company’s page each is added by its own button', async () => {
  const { portal, there, linkOf } = await givenLinked('Acme');
  await there([{ id: '1', name: 'Acme', domains: ['acme.example', 'acme-berlin.example'] }]);
  const path = `/admin/companies/${await linkOf('1')}`;
  const before = await portal.administrator.get(path);
  const buttons = [...before.text.matchAll(/name="domain" value="([^"]+)">Add ([^<]+)/g)];
  expect(buttons.map(([, value, label]) => [value, label])).toEqual([
    ['acme.example', 'acme.example'],
    ['acme-berlin.example', 'acme-berlin.example'],
  ]);
  const fields = formIn(before, `${path}/psa/domains`);
  await portal.administrator.post(`${path}/psa/domains`, { ...fields, domain: 'acme-berlin.example' });
  const page = textOf(await portal.administrator.get(path));
  expect(page).toContain('acme-berlin.example is added.');
  expect(page).toContain('Suggested email domain: acme.example');
  expect(page).not.toContain('Suggested email domain: acme-berlin.example');
  expect(await ownDomains(portal)).toEqual(['acme-berlin.example']);
});

test('what the PSA says is suggested to nobody when it may be somebody else’s, there or here', async () => {
  const world = await givenLinked('Acme', 'Bell', 'Cargo');
  await world.portal.given.company({ name: 'Owner', domains: ['owned.example'] });
  await world.there([
    { id: '1', name: 'Acme', domains: ['acme.example', 'stated-twice.example', 'owned.example', 'half.example'] },
    { id: '2', name: 'Bell', domains: ['STATED-twice.example', 'site.example', 'xn--bcher-kva.example'] },
    { id: '3', name: 'Cargo', domains: ['agreed.example'] },
    { id: '4', name: 'Not linked, with a site', website: 'https://site.example' },
    { id: '5', name: 'Not linked, with people' },
    { id: '6', name: 'Not linked, with an international site', website: 'www.bücher.example' },
    { id: '7', name: 'Not linked, with two domains' },
  ]);
  await world.people('5', ['jo@agreed.example']);
  await world.people('7', ['jo@half.example', 'al@other.example']);
  expect(await suggestedOnPages(world)).toEqual([['acme.example'], [], []]);
});

test('a company for which the PSA has hundreds of domains shows them', async () => {
  const world = await givenLinked('Acme');
  const domains = Array.from({ length: 600 }, (_none, at) => `acme-${at}.example`);
  await world.there([{ id: '1', name: 'Acme', domains }]);
  await world.there([{ id: '2', name: 'Bell', domains: [`acme-599.example`, 'acme-0.example'] }]);
  const page = textOf(await world.portal.administrator.get(`/admin/companies/${await world.linkOf('1')}`));
  expect(page.match(/Suggested email domain/g)).toHaveLength(598);
  expect(textOf(await world.portal.administrator.get(PAGE))).toContain('598 suggestions');
});

test('when the PSA has other domains than before, other ones are suggested, and nothing is added or taken away by itself', async () => {
  const { portal, psa, sync, acme } = await startVendorWorld('halopsa');
  const page = async () => textOf(await portal.administrator.get(`/admin/companies/${acme.id}`));
  psa.changeCompany(acme.there, { domains: ['acme.example', 'acme-berlin.example'] });
  await sync('full');
  expect(await page()).toContain('Suggested email domain: acme-berlin.example (HaloPSA has it for this company)');
  psa.changeCompany(acme.there, { domains: ['acme-paris.example'] });
  await sync('full');
  expect(await page()).not.toContain('Suggested email domain: acme-berlin.example');
  expect(await page()).toContain('Suggested email domain: acme-paris.example (HaloPSA has it for this company)');
  expect(await ownDomains(portal)).toEqual(['acme.example']);
});

/** A HaloPSA with companies 1, 2, … of these names, each linked to one of ours. */
async function givenLinked(...names: string[]): Promise<CopiedWorld> {
  const world = await startCopiedWorld('halopsa');
  for (const [at, name] of names.entries()) {
    await world.there([{ id: `${at + 1}`, name }]);
    await world.portal.administrator.post(`/admin/psa/companies/${at + 1}/import`);
  }
  return world;
}

/** What the pages of the linked companies suggest, which has to be what the page of all does. */
async function suggestedOnPages({ portal: { ctx, administrator } }: CopiedWorld): Promise<string[][]> {
  const linked = ctx.db.selectFrom('psa_companies').select('company_id').where('company_id', 'is not', null);
  const pages: string[][] = [];
  for (const { company_id: id } of await linked.orderBy('psa_id').execute()) {
    const page = textOf(await administrator.get(`/admin/companies/${id}`));
    pages.push([...page.matchAll(/Suggested email domain: (\S+)/g)].map(([, domain = '']) => domain));
  }
  const all = (await administrator.get(PAGE)).text;
  expect([...all.matchAll(/aria-label="Add ([^"]+)"/g)].map(([, domain]) => domain)).toEqual(pages.flat());
  return pages;
}

async function ownDomains({ ctx }: CopiedWorld['portal']): Promise<string[]> {
  const rows = await ctx.db.selectFrom('company_domains').select('domain').execute();
  return rows.map(({ domain }) => domain).toSorted();
}

function at(...addresses: string[]): Map<string, number> {
  return countByDomain(addresses.map((address) => JSON.stringify([address])));
}
