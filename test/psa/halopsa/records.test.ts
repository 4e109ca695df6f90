import { expect, test } from 'vitest';
import { all, faultOf } from '../asked.js';
import { connected, isAt, isSaving, isUsers } from './psa.js';

const ANN = { firstName: 'Ann', lastName: 'Lee', address: 'ann@acme.example' };

test.each([
  ['Ann', 'Lee', { firstname: 'Ann', surname: 'Lee', name: 'Ann Lee' }],
  [' Ann ', ' ', { firstname: 'Ann', surname: '', name: 'Ann' }],
  ['', 'Lee', { firstname: 'Lee', surname: '', name: 'Lee' }],
  ['', '', { firstname: 'ann', surname: '', name: 'ann' }],
])('"%s" "%s" is sent as %j, at the main site, without a welcome', async (firstName, lastName, names) => {
  const { fake, connector } = await connected();
  const { id, main_site_id: site_id } = fake.company();
  const created = await connector.createContact({ ...ANN, companyId: String(id), firstName, lastName });
  const sent = { ...names, emailaddress: ANN.address, site_id, sendwelcomeemail: false };
  expect(fake.requests.find(isSaving)?.body).toEqual([sent]);
  expect(await connector.findContact(created.id)).toEqual(created);
  expect(fake.welcomed).toEqual([]);
});

test.each(['users', 'object', 'array'] as const)(
  'a created user that comes back as %s is known by its id',
  async (shape) => {
    const { fake, connector } = await connected({ answersCreation: shape });
    const companyId = String(fake.company().id);
    const { id } = await connector.createContact({ ...ANN, companyId });
    expect(fake.contacts().map((user) => String(user.id))).toEqual([id]);
    await connector.reactivateContact({ id, companyId });
  },
);

test.each([[], {}, { users: [] }, [{}], { id: 0 }])(
  'a creation that is answered %j may have been done',
  async (body) => {
    const { fake, connector } = await connected();
    fake.misbehave({ match: isSaving, do: 'status', status: 200, body });
    const { kind, details } = await faultOf(connector.createContact({ ...ANN, companyId: String(fake.company().id) }));
    expect([kind, details.perhapsDone]).toEqual(['broken', true]);
  },
);

test.each([{ main_site_id: null }, { main_site_id: 0 }, {}])('at a client with %j nobody is created', async (place) => {
  const { fake, connector } = await connected();
  const { main_site_id: _its, ...client } = fake.company({ name: 'Acme' });
  fake.misbehave({ match: isAt(`/api/Client/${client.id}`), do: 'status', status: 200, body: { ...client, ...place } });
  const { kind, details } = await faultOf(connector.createContact({ ...ANN, companyId: String(client.id) }));
  expect([kind, details.detail]).toEqual(['refused', `The client ${client.id} has no main site`]);
  expect(fake.requests.filter(isSaving)).toEqual([]);
});

test('whoever becomes active again is sent as an array with nothing but that', async () => {
  const { fake, connector } = await connected();
  const { id, client_id } = fake.contact({ inactive: true });
  await connector.reactivateContact({ id: String(id), companyId: String(client_id) });
  expect(fake.requests.at(-1)?.body).toEqual([{ id, inactive: false }]);
});

test('a client has the email domains of its fields and of its sites, once each', async () => {
  const { fake, connector } = await connected();
  const domains = ['@acme.example, acme-berlin.example', 'acme.example;@acme-rome.example ', 'acme-berlin.example'];
  const acme = fake.company({ name: 'Acme', domains });
  const bell = fake.company({ name: 'Bell' });
  fake.site(bell.id, 'bell.example');
  const wanted = ['acme.example', 'acme-berlin.example', 'acme-rome.example'];
  const companies = (await all(connector.listCompanies())).flat();
  expect(companies.map((company) => company.domains)).toEqual([wanted, ['bell.example']]);
  expect(await connector.findCompany(String(acme.id))).toMatchObject({ domains: wanted });
  expect(fake.requests.at(-1)?.query.get('client_id')).toBe(String(acme.id));
});

test('a site that cannot be read brings no domain, and is no company that cannot be read', async () => {
  const { fake, connector } = await connected();
  const { id } = fake.company({ name: 'Acme', domains: ['acme.example'] });
  const sites = [
    { id: 1, client_id: id, emaildomain: 7 },
    { id: 2, client_id: null, emaildomain: 'x.example' },
  ];
  fake.misbehave({ match: isAt('/api/Site'), do: 'status', status: 200, body: { record_count: 2, sites } });
  const unreadable: string[] = [];
  const companies = (await all(connector.listCompanies(undefined, (one) => unreadable.push(one)))).flat();
  expect([companies.map(({ domains }) => domains), unreadable]).toEqual([[['acme.example']], []]);
});

test.each([
  [
    { firstname: 'Ann', surname: 'Lee', name: 'Lee, Ann' },
    { firstName: 'Ann', lastName: 'Lee' },
  ],
  [
    { surname: 'Lee', name: 'Lee' },
    { firstName: '', lastName: 'Lee' },
  ],
  [{ name: 'Ann Lee' }, { firstName: 'Ann Lee', lastName: '' }],
  [{ client_id: null }, { companyId: undefined }],
  [{ client_id: -1 }, { companyId: undefined }],
  [{ client_id: 12.0 }, { companyId: '12' }],
  [{ emailaddress: 'a@b.example', email2: null, email3: '' }, { addresses: ['a@b.example'] }],
  [{ inactive: true }, { refusal: 'inactive' }],
  [{ isimportantcontact: true }, { primary: false }],
])('a user with %j is read as %j', async (record, contact) => {
  const { fake, connector } = await connected();
  const users = [{ id: 7, client_id: 1, inactive: false, ...record }];
  fake.misbehave({ match: isUsers, do: 'status', status: 200, body: { record_count: 1, users } });
  expect((await all(connector.listContacts())).flat()).toMatchObject([contact]);
});

test('somebody whose address is longer, or has another letter where ours has _, is somebody else', async () => {
  const { fake, connector } = await connected();
  for (const address of ['jo.a_n@acme.example', 'axn@acme.example']) fake.contact({ addresses: [address] });
  fake.contact({ firstName: 'a_n@acme.example' });
  const ann = fake.contact({ addresses: ['jo@home.example', 'A_N@acme.example'] });
  expect(await connector.findContactsByAddress('a_n@acme.example')).toMatchObject([{ id: String(ann.id) }]);
});

test('whom a search finds by a further address that it does not show is read whole', async () => {
  const { fake, connector } = await connected({ listsAllAddresses: false });
  const ann = fake.contact({ addresses: ['ann@home.example', 'a@b.example', ANN.address] });
  const bob = fake.contact({ addresses: [ANN.address, 'bob@home.example'] });
  fake.contact({ addresses: [`x${ANN.address}`] });
  const found = await connector.findContactsByAddress(ANN.address);
  expect(found.map(({ id }) => id).toSorted()).toEqual([ann.id, bob.id].map(String).toSorted());
});

test('whoever has an address is found behind 900 others who have something like it', async () => {
  const { fake, connector } = await connected();
  for (let at = 0; at < 900; at += 1) fake.contact({ addresses: [`x${at}${ANN.address}`] });
  const ann = fake.contact({ addresses: [ANN.address] });
  expect(await connector.findContactsByAddress(ANN.address)).toMatchObject([{ id: String(ann.id) }]);
});

test.each([
  [true, 1_001],
  [false, 11],
])(
  'a search that finds too many others is refused before all are read; all addresses shown: %s',
  async (shown, others) => {
    const { fake, connector } = await connected({ listsAllAddresses: shown });
    for (let at = 0; at < others; at += 1) fake.contact({ addresses: [`x${at}${ANN.address}`] });
    expect((await faultOf(connector.findContactsByAddress(ANN.address))).kind).toBe('refused');
    expect(fake.requests.some(isAt(`/api/Users/${fake.contacts()[0]?.id}`))).toBe(false);
  },
);

test('of an address that 600 users have, no more than a page is asked for', async () => {
  const { fake, connector } = await connected();
  for (let at = 0; at < 600; at += 1) fake.contact({ addresses: [ANN.address] });
  expect(await connector.findContactsByAddress(ANN.address)).toHaveLength(50);
  expect(fake.requests.filter(isUsers)).toHaveLength(1);
});
