import { expect, test } from 'vitest';
import { autotask } from '../../../src/psa/autotask/autotask.js';
import { testConnection } from '../../../src/psa/test-connection.js';
import { accountOf } from '../../support/psa/autotask/fake-psa.js';
import { all, faultOf } from '../asked.js';
import { ANN, connected, isAt, isWriting, isZone } from './connected.js';

test('the zone is read once, without credentials, and everything else is asked there with them', async () => {
  const { fake, connector } = await connected();
  const companyId = String(fake.company().id);
  await all(connector.listContacts());
  await connector.createContact({ ...ANN, companyId });
  const [zone, ...others] = fake.requests;
  const { userName, integrationCode, secret } = fake.account;
  expect(zone).toMatchObject({ method: 'GET', path: '/atservicesrest/v1.0/zoneInformation' });
  expect(zone?.query.get('user')).toBe(userName);
  expect(JSON.stringify(zone?.headers)).not.toContain(secret);
  for (const name of ['apiintegrationcode', 'username', 'secret']) expect(zone?.headers).not.toHaveProperty(name);
  expect(others.map(({ path }) => path.replace('/webservices16/ATServicesRest/V1.0/', ''))).toEqual([
    'ThresholdInformation',
    'Contacts/query',
    'Contacts/entityInformation/fields',
    `Companies/${companyId}/Contacts`,
  ]);
  for (const { headers } of others) {
    const account = { apiintegrationcode: integrationCode, username: userName, secret };
    expect(headers).toMatchObject({ ...account, 'content-type': 'application/json' });
  }
});

test('a database that has moved is asked where it is now, and what was found is the same', async () => {
  const { fake, connector } = await connected();
  const { id } = fake.contact({ companyId: fake.company().id, addresses: [ANN.address] });
  await connector.findContact(String(id));
  fake.options.zone = 'webservices5';
  expect(await connector.findContactsByAddress(ANN.address)).toMatchObject([{ id: String(id) }]);
  expect(await connector.findContact(String(id))).toMatchObject({ id: String(id) });
  expect(fake.requests.filter(isZone)).toHaveLength(2);
});

test('a list that is being read while the database moves is read on where it is now', async () => {
  const { fake, connector } = await connected();
  const companyId = fake.company().id;
  for (let n = 0; n < 600; n++) fake.contact({ companyId });
  const seen: string[] = [];
  for await (const page of connector.listContacts()) {
    seen.push(...page.map(({ id }) => id));
    fake.options.zone = 'webservices5';
  }
  expect(new Set(seen).size).toBe(600);
});

test('who is not let in although nothing has moved is asked about once more, and told so', async () => {
  const { fake, connector } = await connected();
  await connector.findContact('174');
  fake.account.secret = 'another';
  expect((await faultOf(connector.findContact('174'))).kind).toBe('unauthorized');
  expect(fake.requests.filter(isZone)).toHaveLength(2);
  expect(fake.asked('GET', '/Contacts/174')).toBe(2);
});

test('a change is not sent again to where the database has moved; the next one is sent there at once', async () => {
  const { fake, connector } = await connected();
  const companyId = fake.company().id;
  const { id } = fake.contact({ companyId, inactive: true });
  const ann = { id: String(id), companyId: String(companyId) };
  await connector.findContact(ann.id);
  fake.options.zone = 'webservices5';
  const { kind, details } = await faultOf(connector.reactivateContact(ann));
  expect([kind, details.perhapsDone]).toEqual(['unauthorized', undefined]);
  expect(fake.contacts()).toMatchObject([{ isActive: 0 }]);
  await connector.reactivateContact(ann);
  expect(fake.contacts()).toMatchObject([{ isActive: 1 }]);
  const zones = fake.requests.filter(isWriting).map(({ path }) => path.split('/')[1]);
  expect(zones).toEqual(['webservices16', 'webservices5']);
});

test('a user whom Autotask does not know is told as such', async () => {
  const { fake, connector } = await connected();
  fake.account.userName = 'somebody@else.example';
  expect((await faultOf(all(connector.test()))).kind).toBe('unknown-account');
  expect((await faultOf(connector.findContact('174'))).kind).toBe('unknown-account');
  expect(fake.requests.every(isZone)).toBe(true);
});

test.each([
  'https://evil.example/ATServicesRest/',
  'https://autotask.net.evil.example/ATServicesRest/',
  'https://xautotask.net/ATServicesRest/',
  'http://webservices5.autotask.net/ATServicesRest/',
  'https://webservices5.autotask.net:8443/ATServicesRest/',
  'https://user:password@webservices5.autotask.net/ATServicesRest/',
  '//evil.example/',
  '',
])('a zone at "%s" is shown no credentials', async (url) => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: isZone, do: 'status', status: 200, body: { zoneName: 'Zone', url } });
  expect((await faultOf(connector.findContact('174'))).kind).toBe('redirected');
  expect(fake.requests.every(isZone)).toBe(true);
});

test('a zone of the same database elsewhere in autotask.net is asked', async () => {
  const { fake } = await connected();
  const asked: string[] = [];
  const connector = autotask.connect(accountOf(fake), {
    clock: Date.now,
    async http({ url }) {
      asked.push(url);
      const zone = { zoneName: 'Zone 5', url: 'https://webservices5.autotask.net/ATServicesRest' };
      return { status: 200, headers: new Headers(), body: asked.length === 1 ? zone : { item: null } };
    },
  });
  expect(await connector.findContact('174')).toBeUndefined();
  expect(asked[1]).toBe('https://webservices5.autotask.net/ATServicesRest/V1.0/Contacts/174');
});

test.each(['?x=/', '#/', '?'])('of a zone whose URL ends in "%s" nothing but its path is used', async (ending) => {
  const { fake, connector } = await connected();
  const url = `${fake.url}/webservices16/ATServicesRest/${ending}`;
  fake.misbehave({ match: isZone, do: 'status', status: 200, body: { zoneName: 'Zone', url } });
  expect(await connector.findContact('174')).toBeUndefined();
  expect(fake.requests.at(-1)?.path).toBe('/webservices16/ATServicesRest/V1.0/Contacts/174');
});

test.each([
  ['wrong-user', 'unknown-account', []],
  ['wrong-secret', 'unauthorized', ['found']],
  ['no-rights', 'forbidden', ['found', 'signed-in']],
  ['no-contacts', 'forbidden', ['found', 'signed-in', 'usage-read', 'companies-read']],
  ['nothing', undefined, ['found', 'signed-in', 'usage-read', 'companies-read', 'contacts-read']],
])('where this is wrong: %s, the test of the connection ends with %s', async (what, kind, steps) => {
  const { fake } = await connected();
  const account = accountOf(fake);
  if (what === 'wrong-user') account.fields.userName = 'somebody@else.example';
  if (what === 'wrong-secret') account.secret = 'another';
  if (what === 'no-rights') fake.options.forbids = () => true;
  if (what === 'no-contacts') fake.options.forbids = isAt('/Contacts/query/count');
  const tested = await testConnection(account, [fake.url], Date.now);
  expect([tested.steps.map((step) => step.kind), tested.fault?.kind]).toEqual([steps, kind]);
});

test.each([
  ['kq3vyc8jtrwm1sl@NORTHWIND.EXAMPLE', 'northwind.example'],
  ['another@northwind.example', 'northwind.example'],
  ['kq3vyc8jtrwm1sl@SOUTHWIND.EXAMPLE', 'southwind.example'],
])('%s works on the data of %s', (userName, data) => {
  expect(autotask.account.dataOf({ site: 'https://webservices2.autotask.net', fields: { userName } })).toBe(data);
});

test.each([
  ['kq3vyc8jtrwm1sl@NORTHWIND.EXAMPLE', true],
  [`${'k'.repeat(50)}@${'n'.repeat(49)}`, true],
  [`${'k'.repeat(50)}@${'n'.repeat(50)}`, false],
  ['kq3vyc8jtrwm1sl', false],
  ['@northwind.example', false],
  ['one@two@northwind.example', false],
  ['with blank@northwind.example', false],
  ['line\r\n@northwind.example', false],
  ['jürgen@northwind.example', false],
])('the user name %j is one: %s', (userName, isOne) => {
  expect(autotask.account.fields.userName?.shape.test(userName)).toBe(isOne);
});

test.each([
  ['5f$Nq~7Yx@2L#Wd8*aE1m0', true],
  ['', false],
  ['two words', false],
  ['line\n', false],
  ['schlüssel', false],
])('the secret %j is one: %s', (secret, isOne) => {
  expect(autotask.account.secret.test(secret)).toBe(isOne);
});
