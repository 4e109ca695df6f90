import { expect, test } from 'vitest';
import { autotask } from '../../support/psa/autotask/autotask.js';
import type { FakeAutotask } from '../../support/psa/autotask/server.js';
import { createGate } from '../../support/psa/misbehaviour.js';

const ALL = { filter: [{ op: 'gte', field: 'id', value: 0 }] };
const HOUR = 3_600_000;

function signedIn({ account: { userName, integrationCode, secret } }: FakeAutotask): Record<string, string> {
  return { ApiIntegrationCode: integrationCode, UserName: userName, Secret: secret };
}

function ask(fake: FakeAutotask, method: string, path: string, body?: object, headers = signedIn(fake)) {
  const url = path.startsWith('http') ? path : `${fake.url}/${fake.options.zone}/ATServicesRest/V1.0/${path}`;
  const json = body && { body: JSON.stringify(body), headers: { ...headers, 'Content-Type': 'application/json' } };
  return fetch(url, { method, headers, ...json });
}

async function said(answer: Promise<Response>): Promise<[status: number, body: unknown]> {
  const { status, json } = await answer.then(async (one) => ({ status: one.status, json: await one.json() }));
  return [status, json];
}

async function namesFound(fake: FakeAutotask, filter: object[]): Promise<string[]> {
  const [status, body] = await said(ask(fake, 'POST', 'Contacts/query', { filter }));
  expect(status).toBe(200);
  return (body as { items: { firstName: string }[] }).items.map(({ firstName }) => firstName);
}

async function withPeople() {
  let now = Date.UTC(2026, 0, 5, 9, 30, 0, 700);
  const fake = await autotask({ clock: () => now });
  const { id: companyId } = fake.company({ name: 'Acme' });
  fake.contact({ companyId, firstName: 'Ann', addresses: ['ann+portal@acme.example'], primary: true });
  fake.contact({ companyId, firstName: 'Bob', addresses: ["bob.o'neill@acme.example", 'bob@home.example'] });
  fake.contact({ companyId, firstName: 'Di', lastName: 'No-Address', inactive: true });
  const pass = (ms: number) => {
    now += ms;
  };
  return { fake, companyId, pass };
}

test('everybody is told the zone of a user, in whatever case its name is written', async () => {
  const fake = await autotask();
  const zoneOf = (user: string) =>
    said(fetch(`${fake.url}/atservicesrest/v1.0/zoneInformation?${new URLSearchParams({ user })}`));
  const url = `${fake.url}/webservices16/ATServicesRest/`;
  const known = [200, { zoneName: 'Northwind Zone 16', url, webUrl: `${fake.url}/webservices16/`, ci: 104_532 }];
  expect(await zoneOf(fake.account.userName)).toEqual(known);
  expect(await zoneOf(fake.account.userName.toLowerCase())).toEqual(known);
  for (const user of ['', 'nobody@northwind.example']) {
    expect(await zoneOf(user)).toEqual([500, { errors: [expect.any(String)] }]);
  }
});

test.each(['ApiIntegrationCode', 'UserName', 'Secret'])('with a wrong %s, or none, nobody is let in', async (name) => {
  const fake = await autotask();
  const { [name]: _right, ...others } = signedIn(fake);
  const unauthorized = [401, { errors: ['Unauthorized'] }];
  expect(await said(ask(fake, 'POST', 'Contacts/query', ALL, others))).toEqual(unauthorized);
  expect(await said(ask(fake, 'POST', 'Contacts/query', ALL, { ...others, [name]: 'x' }))).toEqual(unauthorized);
  expect((await ask(fake, 'POST', 'Contacts/query', ALL)).status).toBe(200);
});

test('where the database is not any more nobody is let in', async () => {
  const fake = await autotask();
  const there = `${fake.url}/webservices16/ATServicesRest/V1.0/Contacts/query`;
  fake.options.zone = 'webservices5';
  expect((await ask(fake, 'POST', there, ALL)).status).toBe(401);
  expect((await ask(fake, 'POST', 'Contacts/query', ALL)).status).toBe(200);
});

const is = (op: string, field: string, value?: unknown) => ({ op, field, value });
test.each([
  [[is('eq', 'emailAddress', 'ANN+Portal@acme.example')], ['Ann']],
  [[is('eq', 'emailAddress', 'bob@home.example')], []],
  [[{ op: 'or', items: [is('eq', 'emailAddress', 'x'), is('eq', 'emailAddress2', 'bob@home.example')] }], ['Bob']],
  [[is('endsWith', 'emailAddress', '@acme.example'), is('noteq', 'firstName', 'Ann')], ['Bob']],
  [[{ op: 'and', items: [is('contains', 'emailAddress', "o'neill"), is('beginsWith', 'firstName', 'b')] }], ['Bob']],
  [[is('in', 'firstName', ['Ann', 'Di'])], ['Ann', 'Di']],
  [[is('notIn', 'firstName', ['Ann', 'Di'])], ['Bob']],
  [[is('exist', 'emailAddress2')], ['Bob']],
  [[is('notExist', 'emailAddress')], ['Di']],
  [[is('eq', 'isActive', 0)], ['Di']],
  [[is('eq', 'primaryContact', true)], ['Ann']],
  [[is('gt', 'createDate', '2026-01-05T09:30:00.699Z')], ['Ann', 'Bob', 'Di']],
  [[is('gte', 'createDate', '2026-01-05T09:30:00.701Z')], []],
  [[is('lte', 'createDate', '2026-01-05T09:30:00.700Z'), is('lt', 'isActive', 1)], ['Di']],
  [[is('gte', 'lastModifiedDate', '2000-01-01T00:00:00Z')], []],
])('%j finds %j', async (filter, names) => {
  const { fake } = await withPeople();
  expect(await namesFound(fake, filter)).toEqual(names);
});

test.each([
  {},
  { filter: [] },
  { filter: [is('eq', 'email', 'x')] },
  { filter: [is('equals', 'emailAddress', 'x')] },
  { filter: [is('eq', 'isActive', true)] },
  { filter: [is('gte', 'createDate', 'yesterday')] },
  { filter: [is('in', 'firstName', 'Ann')] },
  { filter: [{ op: 'or', items: [] }] },
  { ...ALL, MaxRecords: 501 },
  { ...ALL, IncludeFields: ['id', 'companyId'] },
  { ...ALL, page: 2 },
])('the query %j is refused with 500', async (query) => {
  const { fake } = await withPeople();
  expect(await said(ask(fake, 'POST', 'Contacts/query', query))).toEqual([500, { errors: [expect.any(String)] }]);
});

test('a list comes page by page to who follows its cursor with the same question, and to nobody else', async () => {
  const { fake, companyId } = await withPeople();
  const query = { ...ALL, MaxRecords: 2, IncludeFields: ['id', 'firstName'] };
  const [, first] = await said(ask(fake, 'POST', 'Contacts/query', query));
  const items = [{ id: expect.any(Number), firstName: 'Ann' }, expect.objectContaining({ firstName: 'Bob' })];
  const nextPageUrl = expect.stringContaining('/ATServicesRest/V1.0/Contacts/query/next?paging=');
  expect(first).toEqual({ items, pageDetails: { count: 2, requestCount: 2, prevPageUrl: null, nextPageUrl } });
  const next = (first as { pageDetails: { nextPageUrl: string } }).pageDetails.nextPageUrl;

  expect((await ask(fake, 'GET', next)).status).toBe(405);
  expect((await ask(fake, 'POST', next, { ...query, MaxRecords: 3 })).status).toBe(500);
  expect((await ask(fake, 'POST', next.replace(/\d+(?=%5D%7D$)/, '0'), query)).status).toBe(500);
  fake.remove('contact', fake.contacts()[0]?.id ?? 0);
  const [, last] = await said(ask(fake, 'POST', next, query));
  expect(last).toMatchObject({ items: [{ firstName: 'Di' }], pageDetails: { count: 1, nextPageUrl: null } });
  const previous = (last as { pageDetails: { prevPageUrl: string } }).pageDetails.prevPageUrl;
  expect(await said(ask(fake, 'POST', previous, query))).toMatchObject([200, { items: [{ firstName: 'Bob' }] }]);

  fake.contact({ companyId, firstName: 'Ed' });
  const full = { ...query, MaxRecords: 3 };
  const [, page] = await said(ask(fake, 'POST', 'Contacts/query', full));
  const behind = (page as { pageDetails: { nextPageUrl: string } }).pageDetails.nextPageUrl;
  expect(await said(ask(fake, 'POST', behind, full))).toMatchObject([200, { items: [] }]);
});

test('records are counted, and found by their ids; one that is not there is none, with 200', async () => {
  const { fake, companyId } = await withPeople();
  expect(await said(ask(fake, 'POST', 'Contacts/query/count', ALL))).toEqual([200, { queryCount: 3 }]);
  const [, company] = await said(ask(fake, 'GET', `Companies/${companyId}`));
  expect(company).toMatchObject({ item: { id: companyId, companyName: 'Acme', isActive: true } });
  expect(await said(ask(fake, 'GET', 'Contacts/999'))).toEqual([200, { item: null }]);
});

test('what fields there are is told, with the lengths of texts and what company types are called', async () => {
  const { fake } = await withPeople();
  fake.company({ type: 'Gold' });
  const [, contacts] = await said(ask(fake, 'GET', 'Contacts/entityInformation/fields'));
  expect(contacts).toMatchObject({
    fields: expect.arrayContaining([
      expect.objectContaining({ name: 'firstName', dataType: 'string', length: 20, isRequired: true }),
      expect.objectContaining({ name: 'isActive', dataType: 'integer', isRequired: true, picklistValues: null }),
    ]),
  });
  const [, companies] = await said(ask(fake, 'GET', 'Companies/entityInformation/fields'));
  const value = (name: string, label: string) => expect.objectContaining({ value: name, label });
  const picklistValues = expect.arrayContaining([value('1', 'Customer'), value('8', 'Gold')]);
  expect(companies).toMatchObject({
    fields: expect.arrayContaining([
      expect.objectContaining({ name: 'companyType', isPickList: true, picklistValues }),
    ]),
  });
});

const MARY = { firstName: 'Mary', lastName: 'Smith', emailAddress: 'm@acme.example', isActive: 1 };
test('a contact is created below its company, and changed there', async () => {
  const { fake, companyId: companyID } = await withPeople();
  const path = `Companies/${companyID}/Contacts`;
  const { id: last } = fake.contact({ companyId: companyID });
  expect(await said(ask(fake, 'POST', path, { companyID, ...MARY }))).toEqual([200, { itemId: last + 1 }]);
  expect(fake.contacts().at(-1)).toMatchObject({ id: last + 1, companyID, ...MARY, lastModifiedDate: null });
  const change = { id: last + 1, companyID, isActive: 0 };
  expect(await said(ask(fake, 'PATCH', path, change))).toEqual([200, { itemId: last + 1 }]);
  expect(fake.contacts().at(-1)).toMatchObject({ ...MARY, isActive: 0, lastModifiedDate: expect.any(String) });
});

test.each([
  [{ isActive: undefined }, 'Missing Required Field: isActive.'],
  [{ lastName: '' }, 'Missing Required Field: lastName.'],
  [{ companyID: undefined }, 'Missing Required Field: companyID.'],
  [{ isActive: false }, "Unexpected character encountered while parsing value: f. Path 'isActive'"],
  [{ isActive: true }, "Unexpected character encountered while parsing value: t. Path 'isActive'"],
  [{ firstName: 'M'.repeat(21) }, 'firstName must not be longer than 20'],
  [{ email: 'm@acme.example' }, 'Unable to find email'],
  [{ companyID: 999 }, 'companyID 999'],
])('a contact with %j is refused with 500: %s', async (wrong, why) => {
  const { fake, companyId: companyID } = await withPeople();
  const answer = ask(fake, 'POST', `Companies/${companyID}/Contacts`, { companyID, ...MARY, ...wrong });
  expect(await said(answer)).toEqual([500, { errors: [expect.stringContaining(why)] }]);
  expect(fake.contacts()).toHaveLength(3);
});

test('at a company that is not there nobody is created or changed, and its id is named', async () => {
  const { fake, companyId } = await withPeople();
  const created = ask(fake, 'POST', 'Companies/999/Contacts', { ...MARY, companyID: 999 });
  expect(await said(created)).toEqual([500, { errors: [expect.stringContaining('999')] }]);
  const other = fake.company().id;
  for (const [at, id] of [[companyId, 999] as const, [other, fake.contacts()[0]?.id] as const]) {
    const changed = ask(fake, 'PATCH', `Companies/${at}/Contacts`, { id, companyID: at, isActive: 1 });
    expect(await said(changed)).toEqual([500, { errors: [expect.stringContaining('No matching records found')] }]);
  }
});

test.each([
  ['POST', 'Contacts', 404, 'text/html'],
  ['PATCH', 'Contacts', 404, 'text/html'],
  ['PUT', 'Contacts/174', 405, 'application/json; charset=utf-8'],
  ['GET', 'Contacts/query', 405, 'application/json; charset=utf-8'],
  ['GET', 'Nothing', 404, 'application/json; charset=utf-8'],
])('%s /%s is answered with %s, as %s', async (method, path, status, type) => {
  const { fake } = await withPeople();
  const body = method === 'GET' ? undefined : MARY;
  const answer = await ask(fake, method, path, body);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
});

test('whoever lacks a right is told so with 500', async () => {
  const { fake } = await withPeople();
  fake.options.forbids = ({ path }) => path.endsWith('/Contacts/query');
  const errors = [expect.stringContaining('does not have the adequate permissions')];
  expect(await said(ask(fake, 'POST', 'Contacts/query', ALL))).toEqual([500, { errors }]);
  expect((await ask(fake, 'POST', 'Companies/query', ALL)).status).toBe(200);
});

test('three requests at a time about contacts are answered, a fourth is not, also when the three were given up', async () => {
  const { fake } = await withPeople();
  const gate = createGate();
  fake.misbehave({ times: 3, do: 'wait', for: gate.opened });
  const giveUp = new AbortController();
  const url = `${fake.url}/${fake.options.zone}/ATServicesRest/V1.0/Contacts/174`;
  const slow = [1, 2, 3].map(() => fetch(url, { headers: signedIn(fake), signal: giveUp.signal }).catch(() => 'gone'));
  await expect.poll(() => fake.asked('GET', '/Contacts/174')).toBe(3);
  expect((await ask(fake, 'GET', 'Contacts/174')).status).toBe(429);
  expect((await ask(fake, 'GET', 'Companies/174')).status).toBe(200);
  giveUp.abort();
  expect(await Promise.all(slow)).toEqual(['gone', 'gone', 'gone']);
  expect((await ask(fake, 'POST', 'Contacts/query', ALL)).status).toBe(429);
  gate.open();
  await gate.opened;
  expect((await ask(fake, 'GET', 'Contacts/174')).status).toBe(200);
});

test('it bears so many requests in an hour, of everybody together, and tells how many there were', async () => {
  const { fake, pass } = await withPeople();
  const told = (count: number) => ({
    externalRequestThreshold: 10_000,
    requestThresholdTimeframe: 60,
    currentTimeframeRequestCount: count,
  });
  fake.options.othersUsed = 9_998;
  expect((await ask(fake, 'GET', 'Contacts/174')).status).toBe(200);
  pass(HOUR / 2);
  expect((await ask(fake, 'GET', 'Contacts/174')).status).toBe(200);
  expect((await ask(fake, 'GET', 'Contacts/174')).status).toBe(429);
  expect(await said(ask(fake, 'GET', 'ThresholdInformation'))).toEqual([200, told(10_002)]);
  pass(HOUR / 2);
  fake.options.othersUsed = 0;
  expect(await said(ask(fake, 'GET', 'ThresholdInformation'))).toEqual([200, told(4)]);
  expect((await ask(fake, 'GET', 'Contacts/174')).status).toBe(200);
});

test('a search that lags does not show somebody new, who is found by the id', async () => {
  const { fake, companyId: companyID, pass } = await withPeople();
  pass(1_000);
  fake.misbehave({ do: 'hide-new', ms: 1_000 });
  const [, body] = await said(ask(fake, 'POST', `Companies/${companyID}/Contacts`, { companyID, ...MARY }));
  const { itemId } = body as { itemId: number };
  const search = [is('eq', 'emailAddress', MARY.emailAddress)];
  expect(await namesFound(fake, search)).toEqual([]);
  expect(await said(ask(fake, 'GET', `Contacts/${itemId}`))).toMatchObject([200, { item: { firstName: 'Mary' } }]);
  pass(1_000);
  expect(await namesFound(fake, search)).toEqual(['Mary']);
});
