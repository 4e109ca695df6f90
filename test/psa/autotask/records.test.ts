import { expect, test } from 'vitest';
import { testConnection } from '../../../src/psa/test-connection.js';
import { accountOf } from '../../support/psa/autotask/fake-psa.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';
import { all, faultOf } from '../asked.js';
import { ANN, connected, isAt, isWriting } from './connected.js';

const LONG = 'x'.repeat(19);
test.each([
  ['Ann', 'Lee', 'Ann', 'Lee'],
  [' Ann ', ' ', 'Ann', '-'],
  ['', 'Lee', 'Lee', '-'],
  ['', '', 'ann', '-'],
  [`${LONG}yz`, `${LONG} z`, `${LONG}y`, LONG],
  [`${LONG}\u{1f600}`, 'Lee', LONG, 'Lee'],
])('"%s" "%s" is sent as "%s" "%s", active, below the company', async (firstName, lastName, first, last) => {
  const { fake, connector } = await connected();
  const { id: companyID } = fake.company();
  const created = await connector.createContact({ ...ANN, companyId: String(companyID), firstName, lastName });
  const { path, body } = fake.requests.find(isWriting) ?? {};
  expect(path).toMatch(new RegExp(`/V1\\.0/Companies/${companyID}/Contacts$`));
  expect(body).toEqual({ companyID, firstName: first, lastName: last, emailAddress: ANN.address, isActive: 1 });
  expect(created).toEqual(await connector.findContact(created.id));
  expect(created).toEqual({
    id: String(fake.contacts()[0]?.id),
    companyId: String(companyID),
    firstName: first,
    lastName: last === '-' ? '' : last,
    addresses: [ANN.address],
    primary: false,
    refusal: undefined,
  });
});

test.each([
  [10, 10],
  [50, 50],
  [0, 20],
])('where names may have %i characters, %i are sent', async (nameLength, sent) => {
  const { fake, connector } = await connected({ nameLength });
  const companyId = String(fake.company().id);
  const names = { firstName: 'A'.repeat(99), lastName: 'L'.repeat(99) };
  const created = await connector.createContact({ ...ANN, companyId, ...names });
  expect([created.firstName.length, created.lastName.length]).toEqual([sent, sent]);
});

test('the company of the MSP itself, which has the id 0, is one like others', async () => {
  const { fake, connector } = await connected();
  fake.company({ id: 0, name: 'Northwind IT' });
  const { id } = await connector.createContact({ ...ANN, companyId: '0' });
  expect((await all(connector.listCompanies())).flat()).toMatchObject([{ id: '0', name: 'Northwind IT' }]);
  expect(await connector.findCompany('0')).toMatchObject({ id: '0' });
  expect(await connector.findContact(id)).toMatchObject({ companyId: '0' });
  fake.update('contact', Number(id), { inactive: true });
  await connector.reactivateContact({ id, companyId: '0' });
  expect(await connector.findContact(id)).toMatchObject({ refusal: undefined });
  expect((await faultOf(connector.findContact('0'))).kind).toBe('refused');
});

test('a company is of the type that Autotask calls so now, which is read once a list', async () => {
  const { fake, connector } = await connected();
  const { id } = fake.company({ type: 'Gold' });
  fake.company({ type: 'Customer' });
  const types = async () => (await all(connector.listCompanies())).flat().map((company) => company.types);
  expect(await types()).toEqual([['Gold'], ['Customer']]);
  expect(await connector.findCompany(String(id))).toMatchObject({ types: ['Gold'] });
  expect(fake.asked('GET', '/entityInformation/fields')).toBe(1);
  const picklistValues = [{ value: '1', label: 'Client' }];
  const body = { fields: [{ name: 'companyType', length: 0, picklistValues }] };
  fake.misbehave({ match: isAt('/entityInformation/fields'), do: 'status', status: 200, body });
  expect(await types()).toEqual([[], ['Client']]);
});

test('a company is active as its flag says, and its website is what stands there', async () => {
  const { fake, connector } = await connected();
  fake.company({ name: 'Acme', website: 'www.acme.example' });
  fake.company({ name: 'Left', active: false });
  expect((await all(connector.listCompanies())).flat()).toMatchObject([
    { name: 'Acme', website: 'www.acme.example', domains: [], active: true },
    { name: 'Left', website: '', active: false },
  ]);
});

test.each([
  [false, undefined],
  [true, 'inactive'],
])('a contact with a dash for a last name has none; inactive: %s is %s', async (inactive, refusal) => {
  const { fake, connector } = await connected();
  const companyId = fake.company().id;
  const { id } = fake.contact({ companyId, lastName: ' - ', addresses: [], inactive });
  expect(await connector.findContact(String(id))).toMatchObject({ lastName: '', addresses: [], refusal });
});

test('a contact is made active again below its company, and nothing else of it is changed', async () => {
  const { fake, connector } = await connected();
  const companyID = fake.company().id;
  const { id } = fake.contact({ companyId: companyID, addresses: [ANN.address], inactive: true });
  const before = { ...fake.contacts()[0] };
  await connector.reactivateContact({ id: String(id), companyId: String(companyID) });
  const { method, body } = fake.requests.find(isWriting) ?? {};
  expect([method, body]).toEqual(['PATCH', { id, companyID, isActive: 1 }]);
  expect(fake.contacts()).toEqual([{ ...before, isActive: 1, lastModifiedDate: expect.any(String) }]);
  await connector.reactivateContact({ id: String(id), companyId: String(companyID) });
  const gone = await faultOf(connector.reactivateContact({ id: '999', companyId: String(companyID) }));
  expect([gone.kind, gone.details.detail]).toEqual(['refused', expect.stringContaining('No matching records')]);
  expect((await faultOf(connector.reactivateContact({ id: '1', companyId: undefined }))).kind).toBe('refused');
});

/** What a right is about: records of one kind, or what is told about their fields. */
function subjectOf({ path }: Pick<FakeRequest, 'path'>): string {
  return path.replace(/^.*\/V1\.0\//, '').replace(/\/(\d+|query.*)$/, '');
}

test('what a sync or a creation may not read, the test of the connection may not read either, and says so', async () => {
  const { fake, connector } = await connected();
  const companyId = String(fake.company().id);
  await all(connector.listCompanies());
  await all(connector.listContacts());
  await connector.findCompany(companyId);
  const { id } = await connector.createContact({ ...ANN, companyId });
  await connector.findContact(id);
  const asked = fake.requests.filter((request) => !isWriting(request) && !isAt('/zoneInformation')(request));
  const subjects = [...new Set(asked.map(subjectOf))].toSorted();
  expect(subjects).toEqual([
    'Companies',
    'Companies/entityInformation/fields',
    'Contacts',
    'Contacts/entityInformation/fields',
    'ThresholdInformation',
  ]);
  for (const subject of subjects) {
    fake.options.forbids = (request) => subjectOf(request) === subject;
    const { fault } = await testConnection(accountOf(fake), [fake.url], Date.now);
    expect([subject, fault?.kind]).toEqual([subject, 'forbidden']);
  }
});
