import { expect, test } from 'vitest';
import { all, faultOf } from '../asked.js';
import { ANN, connected, isAt, isWriting } from './connected.js';

const ADDRESSES = ['emailAddress', 'emailAddress2', 'emailAddress3'];

test('an address is looked for in all three fields by one question, which is no creation', async () => {
  const { fake, connector } = await connected();
  const companyId = fake.company().id;
  const ids = [[ANN.address], ['x@b.example', ANN.address], ['x@b.example', 'y@b.example', 'ANN@Acme.example']].map(
    (addresses) => String(fake.contact({ companyId, addresses }).id),
  );
  fake.contact({ companyId, addresses: ['x@b.example'] });
  fake.misbehave({ match: isAt('/Contacts/query'), times: 1, do: 'drop-before' });
  expect((await connector.findContactsByAddress(ANN.address)).map(({ id }) => id)).toEqual(ids);
  const asked = fake.requests.filter(isAt('/Contacts/query'));
  expect(asked).toHaveLength(2);
  const items = ADDRESSES.map((field) => ({ op: 'eq', field, value: ANN.address }));
  expect(asked[1]).toMatchObject({ method: 'POST', body: { MaxRecords: 500, filter: [{ op: 'or', items }] } });
});

test('what Autotask takes for an address, but is another one, finds nobody', async () => {
  const { fake, connector } = await connected();
  const addresses = ['\u212aim@acme.example'];
  fake.contact({ companyId: fake.company().id, addresses });
  expect(await connector.findContactsByAddress('kim@acme.example')).toEqual([]);
  expect(fake.asked('POST', '/Contacts/query')).toBe(1);
});

test('of an address that 600 contacts have, 50 are answered and no more than a page is asked for', async () => {
  const { fake, connector } = await connected();
  const companyId = fake.company().id;
  for (let at = 0; at < 600; at += 1) fake.contact({ companyId, addresses: [ANN.address] });
  expect(await connector.findContactsByAddress(ANN.address)).toHaveLength(50);
  expect(fake.requests.filter(({ path }) => path.includes('/Contacts/query'))).toHaveLength(1);
});

test('a list is read to its end with the same question for each page, and no further', async () => {
  const { fake, connector } = await connected();
  const companyId = fake.company().id;
  const ids = Array.from({ length: 1_000 }, () => String(fake.contact({ companyId }).id));
  const pages = await all(connector.listContacts());
  expect(pages.map((page) => page.length)).toEqual([500, 500]);
  expect(pages.flat().map(({ id }) => id)).toEqual(ids);
  const [first, ...others] = fake.requests.filter(({ path }) => path.includes('/Contacts/query'));
  expect(others.map(({ method }) => method)).toEqual(['POST', 'POST']);
  for (const { body } of others) expect(body).toEqual(first?.body);
});

test('somebody who is removed while a list is read moves nobody else out of it', async () => {
  const { fake, connector } = await connected();
  const companyId = fake.company().id;
  const ids = Array.from({ length: 1_200 }, () => fake.contact({ companyId }).id);
  const seen: string[] = [];
  for await (const page of connector.listContacts()) {
    seen.push(...page.map(({ id }) => id));
    fake.remove('contact', ids[0] ?? 0);
  }
  expect(seen).toEqual(ids.map(String));
});

test('a next page is asked for in whatever case the zone is written there', async () => {
  const { fake, connector } = await connected();
  fake.options.nextPagesAt = `${fake.url}/webservices16/atservicesrest/`;
  const companyId = fake.company().id;
  for (let n = 0; n < 600; n++) fake.contact({ companyId });
  expect((await all(connector.listContacts())).flat()).toHaveLength(600);
});

test.each([
  ['another server', (_url: string, elsewhere: string) => `${elsewhere}/webservices16/ATServicesRest/`],
  ['another zone', (url: string) => `${url}/webservices5/ATServicesRest/`],
  ['somewhere else on the server', (url: string) => `${url}/webservices16/ATServicesRest/../../`],
  ['nowhere', () => ''],
])('a next page at %s is not asked for', async (_where, at) => {
  const [elsewhere, { fake, connector }] = await Promise.all([connected(), connected()]);
  fake.options.nextPagesAt = at(fake.url, elsewhere.fake.url);
  const companyId = fake.company().id;
  for (let n = 0; n < 600; n++) fake.contact({ companyId });
  expect((await faultOf(all(connector.listContacts()))).kind).toBe('redirected');
  expect(elsewhere.fake.requests).toEqual([]);
  expect(fake.requests.filter(isAt('/next'))).toEqual([]);
});

test.each([[[{ id: 174, isActive: 1 }]], [[]]])('a list that would never end is a broken one: %j', async (items) => {
  const { fake, connector } = await connected();
  const nextPageUrl = `${fake.url}/webservices16/ATServicesRest/V1.0/Contacts/query/next?paging=again`;
  const body = { items, pageDetails: { count: items.length, requestCount: 500, prevPageUrl: null, nextPageUrl } };
  fake.misbehave({ match: ({ path }) => path.includes('/query'), do: 'status', status: 200, body });
  const { kind, details } = await faultOf(all(connector.listContacts()));
  expect([kind, details.detail]).toEqual(['broken', 'a list that does not end']);
});

test('what changed is what was changed or created since, to the millisecond', async () => {
  let now = Date.UTC(2026, 0, 5, 9, 30, 0, 700);
  const { fake, connector } = await connected({ clock: () => now });
  const [acme, bell] = [fake.company(), fake.company()];
  const [ann, bob] = [fake.contact({ companyId: acme.id }), fake.contact({ companyId: acme.id })];
  now += 1;
  const since = now;
  fake.update('company', acme.id, { name: 'Acme Ltd' });
  fake.update('contact', bob.id, { firstName: 'Bobby' });
  const [cy, di] = [fake.company(), fake.contact({ companyId: bell.id })];
  const ids = async (list: AsyncIterable<{ id: string }[]>) => (await all(list)).flat().map(({ id }) => Number(id));
  expect(await ids(connector.listCompanies(since))).toEqual([acme.id, cy.id]);
  expect(await ids(connector.listContacts(since))).toEqual([bob.id, di.id]);
  expect(await ids(connector.listContacts(since - 1))).toEqual([ann.id, bob.id, di.id]);
});

test('the others are read by who does without those that cannot be read', async () => {
  const { fake, connector } = await connected();
  const items = [{ id: 250, isActive: 1 }, { id: 251 }, { id: 252, isActive: true }, { id: 253, isActive: 0 }];
  const body = { items, pageDetails: { count: 4, requestCount: 500, prevPageUrl: null, nextPageUrl: null } };
  fake.misbehave({ match: isAt('/Contacts/query'), do: 'status', status: 200, body });
  const unreadable: string[] = [];
  const [contacts] = await all(connector.listContacts(undefined, (id) => unreadable.push(id)));
  expect([contacts?.map(({ id }) => id), unreadable]).toEqual([
    ['250', '253'],
    ['251', '252'],
  ]);
  const { kind, details } = await faultOf(connector.findContactsByAddress(ANN.address));
  expect([kind, details.detail]).toEqual(['broken', expect.stringContaining('251: isActive')]);
  fake.misbehave({ match: isAt('/251'), do: 'status', status: 200, body: { item: items[1] } });
  expect(await connector.findContact('251')).toBe('unreadable');
});

const NOBODY = undefined;
test.each([
  [500, { errors: ['Missing Required Field: title.'] }, 'refused', false, 'Missing Required Field: title.'],
  [500, { errors: ['One.', 'Two.'] }, 'refused', false, 'One. Two.'],
  [500, { errors: ['The logged in Resource does not have the adequate permissions'] }, 'forbidden', false, /adequate/],
  [500, { errors: ['Execution Timeout Expired.'] }, 'broken', true, /Timeout/],
  [500, { errors: ['The operation has timed out'] }, 'broken', true, /timed out/],
  [500, { errors: ['Transaction was deadlocked on resources.'] }, 'broken', true, /deadlocked/],
  [500, { errors: ['Please try again later.'] }, 'broken', true, /try again/],
  [500, { errors: ['The service is temporarily not there.'] }, 'broken', true, /temporarily/],
  [500, { errors: ['An unexpected error has occurred.'] }, 'broken', true, /unexpected/],
  [500, { errors: ['An error has occurred.'] }, 'broken', true, /occurred/],
  [500, { errors: ['Internal server error'] }, 'broken', true, /Internal/],
  [500, { errors: ['Object reference not set to an instance of an object.'] }, 'broken', true, /Object/],
  [500, { errors: ['The operation was canceled.'] }, 'broken', true, /canceled/],
  [500, { errors: ['A network-related or instance-specific error occurred.'] }, 'broken', true, /specific/],
  [500, { errors: ['Transaction was rolled back.'] }, 'broken', true, /rolled/],
  [500, { errors: ['Service is unavailable.'] }, 'broken', true, /unavailable/],
  [
    500,
    { errors: ["Unexpected character encountered while parsing value: f. Path 'isActive'"] },
    'refused',
    false,
    /f/,
  ],
  [500, { errors: [] }, 'broken', true, NOBODY],
  [500, { errors: [' '] }, 'broken', true, NOBODY],
  [500, { message: 'An error has occurred.' }, 'broken', true, NOBODY],
  [500, NOBODY, 'broken', true, NOBODY],
  [503, { errors: ['Missing Required Field: title.'] }, 'broken', true, /title/],
  [200, { itemId: null }, 'broken', true, /itemId/],
  [200, { itemId: 0 }, 'broken', true, /itemId/],
  [404, NOBODY, 'not-found', false, NOBODY],
  [401, { errors: ['Unauthorized'] }, 'unauthorized', false, 'Unauthorized'],
])('a creation that is answered with %s %j is %s; perhaps done: %s', async (status, body, kind, perhapsDone, said) => {
  const { fake, connector } = await connected();
  const contact = { ...ANN, companyId: String(fake.company().id) };
  fake.misbehave({ match: isWriting, do: 'status', status, body });
  const fault = await faultOf(connector.createContact(contact));
  expect([fault.kind, fault.details.perhapsDone ?? false, fault.details.status]).toEqual([kind, perhapsDone, status]);
  expect(fault.details.detail ?? '').toMatch(said ?? /^$/);
  expect(fake.requests.filter(isWriting)).toHaveLength(1);
});

test.each(['Contacts', 'Companies'])(
  'a 404 at one of %s is somebody who is gone, unless its list is gone, too',
  async (entity) => {
    const { fake, connector } = await connected();
    const find = () => (entity === 'Contacts' ? connector.findContact('99') : connector.findCompany('99'));
    fake.misbehave({ match: isAt(`${entity}/99`), do: 'html', status: 404 });
    expect(await find()).toBeUndefined();
    fake.misbehave({ match: isAt(`${entity}/query/count`), do: 'html', status: 404 });
    expect((await faultOf(find())).kind).toBe('not-found');
  },
);

test('a route that its web server does not know is not found, and nobody was created', async () => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: isWriting, do: 'html', status: 404 });
  const { kind, details } = await faultOf(connector.createContact({ ...ANN, companyId: String(fake.company().id) }));
  expect([kind, details]).toEqual(['not-found', { status: 404 }]);
});

test('what Autotask says becomes one line of at most 200 characters without what we sign in with', async () => {
  const { fake, connector } = await connected();
  const { secret, integrationCode } = fake.account;
  const errors = [`\u001b[31mno\r\n${secret} ${integrationCode}`, 'no '.repeat(200)];
  fake.misbehave({ match: isWriting, do: 'status', status: 500, body: { errors } });
  const { details } = await faultOf(connector.createContact({ ...ANN, companyId: String(fake.company().id) }));
  expect(details.detail).toMatch(/^\[31mno … … no [no ]+$/);
  expect(details.detail).toHaveLength(200);
});

test('a list asks for the fields that are read and no others', async () => {
  const { fake, connector } = await connected();
  await all(connector.listCompanies());
  await all(connector.listContacts());
  const asked = fake.requests.filter(isAt('/query')).map(({ body }) => body);
  const filter = [{ op: 'gte', field: 'id', value: 0 }];
  const company = ['id', 'companyName', 'webAddress', 'companyType', 'isActive'];
  const contact = ['id', 'companyID', 'firstName', 'lastName', ...ADDRESSES, 'isActive', 'primaryContact'];
  expect(asked).toEqual([company, contact].map((IncludeFields) => ({ MaxRecords: 500, IncludeFields, filter })));
});
