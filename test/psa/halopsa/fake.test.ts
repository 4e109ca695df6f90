import { expect, test } from 'vitest';
import { haloPsa } from '../../support/psa/halopsa/halopsa.js';
import type { HaloOptions } from '../../support/psa/halopsa/options.js';
import type { FakeHalo } from '../../support/psa/halopsa/server.js';

type Rows = { record_count: number; users: Record<string, unknown>[] };

function signIn(fake: FakeHalo, change: Record<string, string> = {}, query = '?tenant=northwind'): Promise<Response> {
  const { clientId: client_id, clientSecret: client_secret } = fake.account;
  const form = { grant_type: 'client_credentials', client_id, client_secret, scope: 'all', ...change };
  return fetch(`${fake.url}/auth/token${query}`, { method: 'POST', body: new URLSearchParams(form) });
}

async function ask(fake: FakeHalo, path: string, more: RequestInit = {}): Promise<Response> {
  const { access_token } = (await (await signIn(fake)).json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' };
  return fetch(`${fake.url}/api/${path}`, { headers, ...more });
}

async function read<T>(fake: FakeHalo, path: string): Promise<T> {
  return (await (await ask(fake, path)).json()) as T;
}

function post(fake: FakeHalo, body: unknown): Promise<Response> {
  return ask(fake, 'Users', { method: 'POST', body: JSON.stringify(body) });
}

async function withPeople(options: Partial<HaloOptions> = {}): Promise<FakeHalo> {
  const fake = await haloPsa({ clock: () => Date.UTC(2026, 0, 5, 9, 30, 0, 700), ...options });
  const { id: companyId } = fake.company({ name: 'Acme', domains: ['acme.example'] });
  fake.contact({ companyId, firstName: 'Joann', addresses: ['joann@acme.example'] });
  fake.contact({ companyId, firstName: 'Ann', addresses: ['ann@acme.example', 'ann@home.example'] });
  fake.contact({ firstName: 'Cy', addresses: ['c_y@acme.example'], inactive: true });
  return fake;
}

test('authinfo tells everybody where to sign in', async () => {
  const fake = await haloPsa();
  const info = async () => (await fetch(`${fake.url}/api/authinfo`)).text();
  expect(JSON.parse(await info())).toEqual({ auth_url: `${fake.url}/auth`, tenant_id: 'northwind' });
  fake.options.authUrl = undefined;
  expect(await info()).toBe('');
  fake.options.hasAuthInfo = false;
  expect((await fetch(`${fake.url}/api/authinfo`)).status).toBe(404);
});

test.each([
  [{ client_secret: 'another' }, undefined, 'invalid_client'],
  [{ client_id: 'another' }, undefined, 'invalid_client'],
  [{ grant_type: 'password' }, undefined, 'invalid_request'],
  [{ scope: '' }, undefined, 'invalid_request'],
  [{}, '', 'invalid_request'],
  [{}, '?tenant=southwind', 'invalid_request'],
])('a token for %j at "%s" is refused as %s', async (change, query, error) => {
  const answer = await signIn(await haloPsa(), change, query);
  expect([answer.status, await answer.json()]).toMatchObject([400, { error }]);
});

test('a token is asked for with a form, and somebody’s own server wants no tenant', async () => {
  const fake = await haloPsa({ tenant: undefined });
  expect((await signIn(fake, {}, '')).status).toBe(200);
  const body = JSON.stringify({ grant_type: 'client_credentials' });
  expect((await fetch(`${fake.url}/auth/token`, { method: 'POST', body })).status).toBe(400);
});

test('a token is good until it ends, or is taken back', async () => {
  let now = 0;
  const fake = await haloPsa({ clock: () => now, tokenSeconds: 60 });
  const token = async () => ((await (await signIn(fake)).json()) as { access_token: string }).access_token;
  const status = async (Authorization: string) =>
    (await fetch(`${fake.url}/api/Users`, { headers: { Authorization } })).status;
  const first = `Bearer ${await token()}`;
  expect([await status(first), await status(first.slice(0, -1)), await status('')]).toEqual([200, 401, 401]);
  now = 60_000;
  const second = `Bearer ${await token()}`;
  expect([await status(first), await status(second)]).toEqual([401, 200]);
  fake.revokeTokens();
  expect(await status(second)).toBe(401);
});

test.each([
  ['', ['Ann', 'Joann']],
  ['includeinactive=true', ['Ann', 'Cy', 'Joann']],
  ['includeactive=false&includeinactive=true', ['Cy']],
  ['search=ann@acme.example', ['Ann', 'Joann']],
  ['search=ANN@home', ['Ann']],
  ['search=_oan', ['Joann']],
  ['search=j%25acme', ['Joann']],
  ['search=Acme', ['Ann', 'Joann']],
  ['search=a.n@', []],
  ['order=id&includeinactive=true', ['Joann', 'Ann', 'Cy']],
  ['client_id=12345', []],
  ['lastupdatefromdate=2026-01-05T09:30:00', ['Ann', 'Joann']],
  ['lastupdatefromdate=2026-01-05T09:30:01', []],
  ['pageinate=true&page_size=1&page_no=2', ['Joann']],
  ['pageinate=true&page_size=1&page_no=3', []],
  ['page_size=1', ['Ann', 'Joann']],
  ['count=1', ['Ann']],
])('Users?%s shows %j', async (query, names) => {
  const { users } = await read<Rows>(await withPeople(), `Users?${query}`);
  expect(users.map(({ firstname }) => firstname)).toEqual(names);
});

test.each([
  'paginate=true',
  'pageinate=true&page_size=0',
  'pageinate=yes',
  'order=colour',
  'lastupdatefromdate=yesterday',
])('Users?%s is refused', async (query) => {
  const answer = await ask(await withPeople(), `Users?${query}`);
  expect([answer.status, await answer.json()]).toMatchObject([400, { errors: {} }]);
});

test('a list comes 50 at a time, at most 100, and says how many there are', async () => {
  const fake = await haloPsa();
  for (let at = 0; at < 120; at += 1) fake.contact();
  const shown = async (query: string) => {
    const { record_count, users } = await read<Rows>(fake, `Users${query}`);
    return [record_count, users.length];
  };
  expect(await shown('')).toEqual([120, 50]);
  expect(await shown('?pageinate=true&page_size=500&page_no=1')).toEqual([120, 100]);
  expect(await shown('?pageinate=true&page_size=100&page_no=2')).toEqual([120, 20]);
});

test('ids of sites are decimals, and only the client itself says which is its main one', async () => {
  const fake = await withPeople();
  const [acme] = (await read<{ clients: { id: number }[] }>(fake, 'Client')).clients;
  expect(acme).not.toHaveProperty('main_site_id');
  expect(await (await ask(fake, `Client/${acme?.id}`)).text()).toMatch(/"main_site_id":\d+\.0,/);
  expect(await (await ask(fake, 'Users')).text()).toMatch(/"site_id":\d+\.0,/);
  expect(await (await ask(fake, 'Users/999')).json()).toEqual({ message: 'Not found' });
});

test('a Halo may show only the first address in lists', async () => {
  const fake = await withPeople({ listsAllAddresses: false });
  const [ann] = (await read<Rows>(fake, 'Users?search=ann@home.example')).users;
  expect(ann).not.toHaveProperty('email2');
  expect(await read(fake, `Users/${ann?.id}`)).toMatchObject({ email2: 'ann@home.example' });
});

test('a user is created at a site, by an array, and welcomed unless that is said', async () => {
  const fake = await haloPsa();
  const { id: client_id, main_site_id: site_id } = fake.company();
  const user = { firstname: 'Ann', surname: 'Lee', name: 'Ann Lee', emailaddress: 'ann@acme.example', site_id };
  expect((await post(fake, [user])).status).toBe(201);
  expect((await post(fake, [{ ...user, sendwelcomeemail: false }])).status).toBe(201);
  expect(fake.contacts()).toMatchObject([{ ...user, client_id, inactive: false }, user]);
  expect(fake.welcomed).toEqual(['ann@acme.example']);
  const id = fake.contacts()[0]?.id;
  expect((await post(fake, [{ id, inactive: true }])).status).toBe(200);
  expect(fake.contacts()).toMatchObject([{ ...user, inactive: true }, { inactive: false }]);
});

test.each<[body: unknown, where: string, what: RegExp]>([
  [{ name: 'Ann' }, '$', /array/],
  [[{ name: 'Ann' }], '[0].site_id', /''/],
  [[{ name: 'Ann', site_id: 999_999 }], '[0].site_id', /'999999'/],
  [[{ id: 999_999, inactive: false }], '[0].id', /999999/],
  [[{ Name: 'Ann' }], '[0]', /Name/],
])('a body like %j is refused at %s', async (body, where, what) => {
  const fake = await haloPsa();
  const answer = await post(fake, body);
  const title = 'One or more validation errors occurred.';
  const errors = { [where]: [expect.stringMatching(what)] };
  expect([answer.status, await answer.json()]).toEqual([400, { errors, title, status: 400 }]);
  expect(fake.contacts()).toEqual([]);
});

test('what the application may not do is forbidden, and what is no JSON is not taken', async () => {
  const fake = await haloPsa({ forbids: ({ path }) => path === '/api/Client' });
  expect((await ask(fake, 'Client')).status).toBe(403);
  expect((await ask(fake, 'Site')).status).toBe(200);
  const { access_token } = (await (await signIn(fake)).json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${access_token}` };
  const answer = fetch(`${fake.url}/api/Users`, { method: 'POST', body: new URLSearchParams(), headers });
  expect((await answer).status).toBe(415);
});

test('a search that lags does not show who was created a moment ago; by the id they are found', async () => {
  let now = 0;
  const fake = await haloPsa({ clock: () => now });
  const { main_site_id: site_id } = fake.company();
  const created = await post(fake, [{ name: 'Ann', emailaddress: 'ann@acme.example', site_id }]);
  const { id } = (await created.json()) as { id: number };
  fake.misbehave({ do: 'hide-new', ms: 1_000 });
  const found = async () => (await read<Rows>(fake, 'Users?search=ann@acme.example')).record_count;
  expect([await found(), (await ask(fake, `Users/${id}`)).status]).toEqual([0, 200]);
  now = 1_000;
  expect(await found()).toBe(1);
});

test('the email domains of a client are its two fields and those of its sites, and follow its changes', async () => {
  const fake = await haloPsa();
  const { id } = fake.company({ domains: ['a.example', 'b.example', 'c.example', 'd.example'] });
  const domains = async () => {
    const client = await read<{ domain: string; newclient_domain: string }>(fake, `Client/${id}`);
    const { sites } = await read<{ sites: { emaildomain: string }[] }>(fake, `Site?client_id=${id}&order=id`);
    return [client.domain, client.newclient_domain, ...sites.map(({ emaildomain }) => emaildomain)];
  };
  expect(await domains()).toEqual(['a.example', 'b.example', '', 'c.example', 'd.example']);
  fake.updateCompany(id, { name: 'Acme' });
  expect(await domains()).toHaveLength(5);
  fake.updateCompany(id, { domains: ['e.example'] });
  expect(await domains()).toEqual(['e.example', '', '']);
});
