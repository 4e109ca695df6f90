import { expect, test } from 'vitest';
import { quoted } from '../../../src/psa/connectwise/api.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';
import { all, faultOf } from '../asked.js';
import { connected, isAt } from './psa.js';

const ANN = { firstName: 'Ann', lastName: 'Lee', address: 'ann@acme.example' };
const isInfo = ({ path }: FakeRequest) => path.startsWith('/login/');

test('the codebase is read once, without credentials, and everything else is asked below it with them', async () => {
  const { fake, connector } = await connected();
  await all(connector.listContacts());
  await connector.findContactsByAddress(ANN.address);
  const [info, ...others] = fake.requests;
  expect(info).toMatchObject({ path: '/login/companyinfo/northwind', headers: { host: fake.url.slice(7) } });
  expect(info?.headers).not.toHaveProperty('authorization');
  expect(others).toHaveLength(2);
  for (const { path, headers } of others) {
    expect(path).toBe('/v2025_1/apis/3.0/company/contacts');
    expect(headers).toMatchObject({
      accept: 'application/vnd.connectwise.com+json; version=2021.1',
      clientid: fake.account.clientId,
    });
  }
});

test.each([[{}], [{ do: 'html', status: 404 }]] as const)(
  'a codebase that has changed is read again: %o',
  async (deed) => {
    const { fake, connector } = await connected();
    const { id } = fake.contact({ emails: [ANN.address] });
    await connector.findContact(String(id));
    fake.options.codebase = 'v2025_2/';
    if ('do' in deed) fake.misbehave({ match: ({ path }) => path.startsWith('/v2025_1/'), ...deed });
    expect(await connector.findContact(String(id))).toMatchObject({ id: String(id) });
    expect(await connector.findContactsByAddress(ANN.address)).toHaveLength(1);
    expect(fake.requests.filter(isInfo)).toHaveLength(2);
  },
);

test('a record that is gone makes nobody doubt the codebase', async () => {
  const { fake, connector } = await connected();
  expect([await connector.findContact('999'), await connector.findCompany('999')]).toEqual([undefined, undefined]);
  expect(fake.requests.filter(isInfo)).toHaveLength(1);
});

test('contacts with so much to them that a page is too large come over in smaller ones', async () => {
  const { fake, connector } = await connected();
  const emails = (at: number) =>
    Array.from({ length: 40 }, (_none, one) => `${'x'.repeat(50)}${at}-${one}@acme.example`);
  for (let at = 0; at < 260; at += 1) fake.contact({ emails: emails(at) });
  const contacts = (await all(connector.listContacts())).flat();
  expect(new Set(contacts.map(({ id }) => id)).size).toBe(260);
  expect(contacts).toHaveLength(260);
  expect(fake.requests.map(({ query }) => query.get('pageSize'))).toContain('125');
});

test('a path that is missing although the codebase is the same is asked for once', async () => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: (request) => !isInfo(request), do: 'html', status: 404 });
  expect((await faultOf(connector.findContact('251'))).kind).toBe('not-found');
  expect(fake.asked('GET', '/contacts/251')).toBe(1);
});

test.each(['null', 'not-found'] as const)('a company ID that the site does not know: %s', async (unknownCompany) => {
  const { fake, connector } = await connected({ unknownCompany });
  fake.account.companyId = 'southwind';
  expect((await faultOf(all(connector.test()))).kind).toBe('unknown-account');
});

test.each(['../../', 'v1/../', '//evil.example/', 'v1?x=/', 'v2025_1', '', null])(
  'a codebase %j becomes no part of a URL',
  async (Codebase) => {
    const { fake, connector } = await connected();
    fake.misbehave({ match: isInfo, do: 'status', status: 200, body: { Codebase } });
    expect((await faultOf(connector.findContact('251'))).kind).toBe('broken');
    expect(fake.requests.every(isInfo)).toBe(true);
  },
);

test.each(['unauthorized', 'not-authenticated', 'not-found'] as const)(
  'wrong keys are told as such: %s',
  async (wrongCredentials) => {
    const { fake, connector } = await connected({ wrongCredentials });
    fake.account.privateKey = 'another';
    expect((await faultOf(all(connector.test()))).kind).toBe('unauthorized');
    expect((await faultOf(connector.findContact('251'))).kind).toBe('unauthorized');
  },
);

test('whoever may see nothing has signed in all the same', async () => {
  const { connector } = await connected({ forbids: isAt('/count') });
  const steps: string[] = [];
  const walked = (async () => {
    for await (const { kind } of connector.test()) steps.push(kind);
  })();
  expect((await faultOf(walked)).kind).toBe('forbidden');
  expect(steps).toEqual(['found', 'signed-in']);
});

test('a list whose links lead elsewhere is asked for here to its end, and nothing goes there', async () => {
  const [elsewhere, { fake, connector }] = await Promise.all([connected(), connected()]);
  fake.options.linkOrigin = elsewhere.fake.url;
  for (let n = 0; n < 600; n++) fake.contact({});
  expect((await all(connector.listContacts())).flat()).toHaveLength(600);
  expect(elsewhere.fake.requests).toEqual([]);
});

test('somebody who is removed while a list is read moves nobody else out of it', async () => {
  const { fake, connector } = await connected();
  const ids = Array.from({ length: 600 }, () => fake.contact({}).id);
  const seen: string[] = [];
  for await (const page of connector.listContacts()) {
    seen.push(...page.map(({ id }) => id));
    fake.remove('contact', ids[0] ?? 0);
  }
  expect(seen).toEqual(ids.map(String));
});

test('a list that would never end is a broken one', async () => {
  const { fake, connector } = await connected();
  const body = [{ id: 1, inactiveFlag: false, disablePortalLoginFlag: false }];
  const headers = { Link: `<${fake.url}/?page=2>; rel="next"` };
  fake.misbehave({ match: isAt('/contacts'), do: 'status', status: 200, body, headers });
  expect((await faultOf(all(connector.listContacts()))).kind).toBe('broken');
});

test('a contact of which nobody can tell whether it may sign in is no answer to who wants all, and nothing of it is told', async () => {
  const { fake, connector } = await connected();
  const body = [{ id: 251, firstName: 'Ann', inactiveFlag: false }];
  fake.misbehave({ match: isAt('/contacts'), do: 'status', status: 200, body });
  const { kind, details } = await faultOf(connector.findContactsByAddress(ANN.address));
  expect([kind, details.detail]).toEqual(['broken', expect.stringContaining('251: disablePortalLoginFlag')]);
  expect(details.detail).not.toContain('Ann');
});

test('the others are read by who does without those that cannot be read', async () => {
  const { fake, connector } = await connected();
  const flags = { inactiveFlag: false, disablePortalLoginFlag: false };
  const body = [{ id: 250, ...flags }, { id: 251 }, { id: 252, ...flags, communicationItems: 'none' }];
  fake.misbehave({ match: isAt('/contacts'), do: 'status', status: 200, body });
  const unreadable: string[] = [];
  const [contacts] = await all(connector.listContacts(undefined, (id) => unreadable.push(id)));
  expect([contacts?.map(({ id }) => id), unreadable]).toEqual([['250'], ['251', '252']]);
  fake.misbehave({ match: isAt('/251'), do: 'status', status: 200, body: body[1] });
  expect(await connector.findContact('251')).toBe('unreadable');
});

test('of an address that 600 contacts have, no more than a page is asked for', async () => {
  const { fake, connector } = await connected();
  for (let at = 0; at < 600; at += 1) fake.contact({ emails: [ANN.address] });
  expect(await connector.findContactsByAddress(ANN.address)).toHaveLength(50);
  expect(fake.asked('GET', '/contacts')).toBe(1);
});

test('what ConnectWise says becomes one line of at most 200 characters', async () => {
  const { fake, connector } = await connected();
  const errors = [{ message: `\u001b[31m${'no '.repeat(200)}` }];
  const body = { code: 'InvalidObject', message: 'contact object\r\nis invalid', errors };
  fake.misbehave({ match: ({ method }) => method === 'POST', do: 'status', status: 400, body });
  const { details } = await faultOf(connector.createContact({ ...ANN, companyId: String(fake.company().id) }));
  expect(details.detail).toMatch(/^contact object is invalid \[31mno no [no ]+$/);
  expect(details.detail).toHaveLength(200);
});

test.each([
  ['a"b', '"a\\"b"'],
  ['a\\', '"a\\\\"'],
  ['[a]', '"[[]a]"'],
  ["o'neill+x*@acme.example", '"o\'neill+x*@acme.example"'],
])('%s stands in conditions as %s', (text, condition) => {
  expect(quoted(text)).toBe(condition);
});
