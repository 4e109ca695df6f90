import { expect, test } from 'vitest';
import type { FakeRequest } from '../../support/psa/fake-server.js';
import { all, faultOf } from '../asked.js';
import { connected, isAt, isSaving, isUsers } from './psa.js';

const ANN = { firstName: 'Ann', lastName: 'Lee', address: 'ann@acme.example' };
const isPage = (page: number) => (request: FakeRequest) =>
  isUsers(request) && request.query.get('page_no') === String(page);

test('a list is asked for page by page, with everybody, in the order of ids', async () => {
  const { fake, connector } = await connected();
  for (let at = 0; at < 250; at += 1) fake.contact({ firstName: `No ${at}`, inactive: at % 2 === 0 });
  const ids = (await all(connector.listContacts())).flat().map(({ id }) => id);
  expect(ids).toEqual(fake.contacts().map(({ id }) => String(id)));
  const asked = { includeactive: 'true', includeinactive: 'true', pageinate: 'true', order: 'id', page_size: '100' };
  expect(fake.requests.filter(isUsers).map(({ query }) => Object.fromEntries(query))).toEqual([
    { ...asked, page_no: '1' },
    { ...asked, page_no: '2' },
    { ...asked, page_no: '3' },
  ]);
});

test.each([
  ['exactly a page', 100, 100, 1],
  ['smaller pages than we ask for', 30, 70, 3],
  ['nobody', 100, 0, 1],
])('a list of %s is read to its end', async (_what, largestPage, people, pages) => {
  const { fake, connector } = await connected({ largestPage });
  for (let at = 0; at < people; at += 1) fake.contact();
  expect((await all(connector.listContacts())).flat()).toHaveLength(people);
  expect(fake.requests.filter(isUsers)).toHaveLength(pages);
});

test('a list that tells more than it shows ends where it shows nothing', async () => {
  const { fake, connector } = await connected();
  const users = [{ id: 7, client_id: 1, inactive: false }];
  fake.misbehave({ match: isPage(1), do: 'status', status: 200, body: { record_count: 3, users } });
  expect((await all(connector.listContacts())).flat()).toMatchObject([{ id: '7' }]);
});

test.each([[{ record_count: 9 }], [{}]])(
  'a list that shows the same again and again is a broken one: %j',
  async (count) => {
    const { fake, connector } = await connected();
    const body = { ...count, users: [{ id: 7, client_id: 1, inactive: false }] };
    fake.misbehave({ match: isUsers, do: 'status', status: 200, body });
    expect((await faultOf(all(connector.listContacts()))).kind).toBe('broken');
    expect(fake.requests.filter(isUsers)).toHaveLength(2);
  },
);

test.each([{}, [], { record_count: 0 }, { record_count: 0, clients: [] }])('%j is no list of users', async (body) => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: isUsers, do: 'status', status: 200, body });
  expect((await faultOf(all(connector.listContacts()))).kind).toBe('broken');
});

test('users with so much to them that a page is too large come over in smaller ones, once each', async () => {
  const { fake, connector } = await connected();
  for (let at = 0; at < 230; at += 1) fake.contact();
  const isLarge = ({ query }: FakeRequest) => Number(query.get('page_size')) > 25;
  fake.misbehave({ match: (request) => isPage(2)(request) && isLarge(request), do: 'huge' });
  fake.misbehave({ match: (request) => isPage(3)(request) && isLarge(request), do: 'huge' });
  const ids = (await all(connector.listContacts())).flat().map(({ id }) => id);
  expect(ids).toEqual(fake.contacts().map(({ id }) => String(id)));
});

test('with pages cut shorter than they were asked for nobody is lost when one of them is too large', async () => {
  const { fake, connector } = await connected({ largestPage: 50 });
  for (let at = 0; at < 400; at += 1) fake.contact();
  const isLarge = ({ query }: FakeRequest) => Number(query.get('page_size')) > 50;
  fake.misbehave({ match: (request) => isPage(3)(request) && isLarge(request), do: 'huge' });
  const ids = (await all(connector.listContacts())).flat().map(({ id }) => id);
  expect(ids).toEqual(fake.contacts().map(({ id }) => String(id)));
});

test('that there is somebody, and who is not shown, is not nobody', async () => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: isUsers, do: 'status', status: 200, body: { record_count: 1, users: [] } });
  expect((await faultOf(connector.findContactsByAddress(ANN.address))).kind).toBe('broken');
});

test('what is too large even in small pages is', async () => {
  const { fake, connector } = await connected();
  fake.contact();
  fake.misbehave({ match: isUsers, do: 'huge' });
  expect((await faultOf(all(connector.listContacts()))).kind).toBe('too-large');
});

test('whoever is removed while a list is read breaks nothing; one who moved to an earlier page is found by their id', async () => {
  const { fake, connector } = await connected();
  const ids = Array.from({ length: 250 }, () => fake.contact().id);
  const seen: string[] = [];
  for await (const page of connector.listContacts()) {
    seen.push(...page.map(({ id }) => id));
    if (seen.length === 100) fake.remove('contact', ids[0] ?? 0);
  }
  const unseen = ids.map(String).filter((id) => !seen.includes(id));
  expect(unseen).toHaveLength(1);
  expect(await connector.findContact(unseen[0] ?? '')).toMatchObject({ id: unseen[0] });
});

test('who changed is asked for from a whole second on, and a Halo that does not understand shows everybody', async () => {
  const clock = () => Date.UTC(2026, 7, 1, 6, 30, 0, 500);
  const { fake, connector } = await connected({ clock, knowsChanges: false });
  fake.contact();
  expect((await all(connector.listContacts(clock() + 3_600_400))).flat()).toHaveLength(1);
  expect(fake.requests.at(-1)?.query.get('lastupdatefromdate')).toBe('2026-08-01T07:30:00');
});

test('a Halo that does not take the time of a change is asked for everybody', async () => {
  const { fake, connector } = await connected();
  fake.contact();
  const isSince = ({ query }: FakeRequest) => query.has('lastupdatefromdate');
  fake.misbehave({ match: isSince, do: 'status', status: 400, body: { lastupdatefromdate: ['is not valid.'] } });
  expect((await all(connector.listContacts(Date.now() + 3_600_000))).flat()).toHaveLength(1);
  fake.misbehave({ match: isUsers, do: 'status', status: 400 });
  const asked = fake.requests.filter(isUsers).length;
  expect((await faultOf(all(connector.listContacts()))).kind).toBe('refused');
  expect(fake.requests.filter(isUsers)).toHaveLength(asked + 1);
});

test('clients are listed whole whenever they changed, because an email domain of a site changes no client', async () => {
  const { fake, connector } = await connected();
  const acme = fake.company({ name: 'Acme', domains: ['acme.example'] });
  fake.site(acme.id, 'acme-paris.example');
  const [companies] = await all(connector.listCompanies(Date.now() + 3_600_000));
  expect(companies).toMatchObject([{ name: 'Acme', domains: ['acme.example', 'acme-paris.example'] }]);
});

test.each(['/api/Users/99', '/api/Client/99'])(
  'a 404 at %s is somebody who is gone, unless its list is gone, too',
  async (path) => {
    const { fake, connector } = await connected();
    const find = () => (path.includes('Users') ? connector.findContact('99') : connector.findCompany('99'));
    expect(await find()).toBeUndefined();
    fake.misbehave({ match: isAt(path), do: 'html', status: 404 });
    expect(await find()).toBeUndefined();
    fake.misbehave({ match: isAt(path.replace('/99', '')), do: 'html', status: 404 });
    expect((await faultOf(find())).kind).toBe('not-found');
  },
);

test.each(['client_id', 'inactive'])(
  'a user without %s is no answer to who wants all, and nothing of it is told',
  async (field) => {
    const { fake, connector } = await connected();
    const { [field]: _left, ...user } = { id: 251, firstname: 'Ann', client_id: 1, inactive: false } as Record<
      string,
      unknown
    >;
    fake.misbehave({ match: isUsers, do: 'status', status: 200, body: { record_count: 1, users: [user] } });
    const { kind, details } = await faultOf(connector.findContactsByAddress(ANN.address));
    expect([kind, details.detail]).toEqual(['broken', expect.stringContaining(`251: ${field}`)]);
    expect(details.detail).not.toContain('Ann');
  },
);

test('the others are read by who does without those that cannot be read', async () => {
  const { fake, connector } = await connected();
  const good = { client_id: 1, inactive: false };
  const users = [{ id: 250, ...good }, { id: 251 }, { id: 252, ...good, emailaddress: ['a'] }];
  fake.misbehave({ match: isUsers, do: 'status', status: 200, body: { record_count: 3, users } });
  const unreadable: string[] = [];
  const [contacts] = await all(connector.listContacts(undefined, (id) => unreadable.push(id)));
  expect([contacts?.map(({ id }) => id), unreadable]).toEqual([['250'], ['251', '252']]);
  fake.misbehave({ match: isAt('/api/Users/251'), do: 'status', status: 200, body: users[1] });
  expect(await connector.findContact('251')).toBe('unreadable');
});

test.each<[body: unknown, detail: string]>([
  [{ errors: { '[0].id': ['no', 'never'], id: ['not'] }, title: 'One or more', status: 400 }, 'no never not'],
  [{ '[0].site_id': ['The value is\r\nnot valid.'] }, 'The value is not valid.'],
  [{ errors: null, message: 'no' }, 'no'],
  [{ errors: 'no' }, 'no'],
  ['no', 'no'],
  [{ ClassName: 'Exception', Message: 'no' }, 'Exception no'],
  [{ error: { code: 7 } }, ''],
  [null, ''],
])('what is wrong with a creation is told as it says it: %j', async (body, detail) => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: isSaving, do: 'status', status: 400, body });
  const fault = await faultOf(connector.createContact({ ...ANN, companyId: String(fake.company().id) }));
  expect([fault.kind, fault.details.detail ?? '']).toEqual(['refused', detail]);
});

test('each right is asked for by the test of the connection, which says where it ends', async () => {
  for (const [path, steps] of [
    ['/api/Site', ['found', 'signed-in']],
    ['/api/Client', ['found', 'signed-in']],
    ['/api/Users', ['found', 'signed-in', 'companies-read']],
  ] as const) {
    const { connector } = await connected({ forbids: isAt(path) });
    const taken: string[] = [];
    const walked = (async () => {
      for await (const { kind } of connector.test()) taken.push(kind);
    })();
    expect([path, (await faultOf(walked)).kind, taken]).toEqual([path, 'forbidden', steps]);
  }
});

test.each([
  [{}, 'northwind'],
  [{ tenant: undefined }, expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
])('an account is called by its tenant, or else its server: %o', async (options, account) => {
  const { connector } = await connected(options);
  expect((await all(connector.test()))[0]).toEqual({ kind: 'found', product: 'HaloPSA', account });
});
