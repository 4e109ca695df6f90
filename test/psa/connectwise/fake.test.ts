import { expect, test } from 'vitest';
import { connectWise } from '../../support/psa/connectwise/connectwise.js';
import { tooManyRequests } from '../../support/psa/connectwise/errors.js';
import type { FakeConnectWise } from '../../support/psa/connectwise/server.js';
import type { Misdeed } from '../../support/psa/misbehaviour.js';

const EMAIL = 'communicationItems/communicationType="Email"';

function signedIn({ account: { companyId, publicKey, privateKey, clientId } }: FakeConnectWise) {
  return { Authorization: `Basic ${btoa(`${companyId}+${publicKey}:${privateKey}`)}`, clientId };
}

function ask(fake: FakeConnectWise, path: string, more: RequestInit = {}): Promise<Response> {
  const headers = { ...signedIn(fake), 'Content-Type': 'application/json' };
  return fetch(`${fake.url}/v2025_1/apis/3.0/company/${path}`, { headers, ...more });
}

async function namesFound(fake: FakeConnectWise, query: Record<string, string>): Promise<string[]> {
  const answer = await ask(fake, `contacts?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { firstName: string }[]).map(({ firstName }) => firstName);
}

async function withPeople(): Promise<FakeConnectWise> {
  const fake = await connectWise({ clock: () => Date.UTC(2026, 0, 5, 9, 30, 0, 700) });
  const acme = fake.company({ name: 'Acme' });
  const { id: companyId } = acme;
  fake.contact({ companyId, firstName: 'Ann', emails: ['ann+portal@acme.example'], phone: '+44 20 7946 0018' });
  fake.contact({ companyId, firstName: 'Bob', emails: ["bob.o'neill@acme.example", 'bob@home.example'] });
  fake.contact({ firstName: 'Cy', emails: [{ value: 'desk@acme.example', type: 'Shared Mailbox' }], inactive: true });
  fake.contact({ companyId, firstName: 'Di', lastName: 'No-Address' });
  return fake;
}

test.each([
  [{ childConditions: 'communicationItems/value="ANN+portal@acme.example"' }, ['Ann']],
  [{ childConditions: `communicationItems/value="bob.o'neill@acme.example" AND ${EMAIL}` }, ['Bob']],
  [{ childConditions: `communicationItems/value="+44 20 7946 0018" and ${EMAIL}` }, []],
  [{ childConditions: 'communicationItems/value="bob@home.example" and communicationItems/defaultFlag=true' }, []],
  [{ childConditions: 'communicationItems/value like "*@acme.example"' }, ['Ann', 'Bob', 'Cy']],
  [{ childConditions: 'communicationItems/value contains "o\'neill"' }, ['Bob']],
  [{ childConditions: 'communicationItems/type/name="shared mailbox"' }, ['Cy']],
  [{ childConditions: 'communicationItems/value="a" or communicationItems/value="bob@home.example"' }, ['Bob']],
  [{ conditions: 'communicationItems/value="bob@home.example"' }, []],
  [{ conditions: 'company/name="acme" and inactiveFlag=False' }, ['Ann', 'Bob', 'Di']],
  [{ conditions: 'company/id > 0', childConditions: 'communicationItems/value like "desk*"' }, []],
  [{ conditions: 'firstName="Di" or firstName="Ann" and lastName="Nobody"' }, ['Di']],
  [{ conditions: '(firstName="Di" or firstName="Ann") and lastName="Nobody"' }, []],
  [{ conditions: 'firstName not in ("Ann", "Bob")' }, ['Cy', 'Di']],
  [{ conditions: 'lastUpdated > [2026-01-05T09:29:59Z]' }, ['Ann', 'Bob', 'Cy', 'Di']],
  [{ conditions: 'lastUpdated > [2026-01-05T09:30:00Z]' }, []],
  [
    { conditions: '_info/lastUpdated >= [2026-01-05T09:30:00Z]', orderBy: 'firstName desc' },
    ['Di', 'Cy', 'Bob', 'Ann'],
  ],
])('%o finds %o', async (query, names) => {
  expect(await namesFound(await withPeople(), query)).toEqual(names);
});

test.each([
  'firstName="Ann" b"',
  'firstName="a"b"',
  'firstName=Ann',
  'firstname="Ann"',
  'lastUpdated > "2026-01-05T09:30:00Z"',
  'inactiveFlag="false"',
  'firstName="Ann" and',
])('conditions %s are refused', async (conditions) => {
  const answer = await ask(await withPeople(), `contacts?${new URLSearchParams({ conditions })}`);
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'InvalidObject' }]);
});

test('a plus sign that is not encoded is a blank, and finds nobody', async () => {
  const fake = await withPeople();
  const search = (plus: string) =>
    ask(fake, `contacts?childConditions=communicationItems/value="ann${plus}portal@acme.example"`);
  expect(await (await search('+')).json()).toEqual([]);
  expect(await (await search('%2B')).json()).toHaveLength(1);
});

test('a list comes 25 at a time, at most 1000, and says where the others are', async () => {
  const fake = await connectWise();
  for (let n = 0; n < 1001; n++) fake.contact({ firstName: `No ${n}` });
  const place = `${fake.url}/v2025_1/apis/3.0/company/contacts`;
  const page = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await ask(fake, `contacts${query}`, { headers: { ...signedIn(fake), ...headers } });
    return [((await answer.json()) as object[]).length, answer.headers.get('link')?.replaceAll(place, '') ?? ''];
  };
  expect(await page('?fields=id')).toEqual([
    25,
    '<?fields=id&page=2&pageSize=25>; rel="next", <?fields=id&page=41&pageSize=25>; rel="last"',
  ]);
  expect(await page('?pageSize=5000')).toEqual([
    1000,
    '<?pageSize=1000&page=2>; rel="next", <?pageSize=1000&page=2>; rel="last"',
  ]);
  expect(await page('?pageSize=1000&page=2')).toEqual([
    1,
    '<?pageSize=1000&page=1>; rel="first", <?pageSize=1000&page=1>; rel="prev"',
  ]);
  expect(await page('?conditions=firstName="No 7"')).toEqual([1, '']);
  const last = fake.contacts().at(-1)?.id ?? 0;
  expect(await page(`?pageId=${last - 1}`, { 'pagination-type': 'forward-only' })).toEqual([
    1,
    `<?pageId=${last}&pageSize=25>; rel="next"`,
  ]);
});

test('a contact whose answer is lost is there all the same, and a search that lags does not show it yet', async () => {
  let now = 0;
  const fake = await connectWise({ clock: () => now });
  const body = JSON.stringify({
    firstName: 'Ann',
    communicationItems: [{ type: { id: 13 }, value: 'ann@acme.example' }],
  });
  fake.misbehave({ match: ({ method }) => method === 'POST', times: 1, do: 'drop-after' });
  fake.misbehave({ do: 'hide-new', ms: 1000 });
  await expect(ask(fake, 'contacts', { method: 'POST', body })).rejects.toThrow();
  expect(fake.contacts()).toMatchObject([{ firstName: 'Ann', disablePortalLoginFlag: true }]);
  expect(await namesFound(fake, {})).toEqual([]);
  now = 1000;
  expect(await namesFound(fake, {})).toEqual(['Ann']);
});

test.each<[deed: Misdeed, seen: number | 'nothing', created: number]>([
  [{ do: 'drop-before' }, 'nothing', 0],
  [{ do: 'drop-after' }, 'nothing', 1],
  [{ do: 'stall' }, 'nothing', 1],
  [{ do: 'hang' }, 'nothing', 0],
  [{ do: 'delay', ms: 300 }, 'nothing', 0],
  [{ do: 'delay-answer', ms: 300 }, 'nothing', 1],
  [tooManyRequests(30), 429, 0],
  [{ do: 'status', status: 500, after: true }, 500, 1],
  [{ do: 'html' }, 200, 0],
  [{ do: 'redirect', to: 'https://elsewhere.example' }, 302, 0],
  [{ do: 'huge' }, 201, 1],
])('told to %o, within 200 ms it answers %s and creates %i', async (deed, seen, created) => {
  const fake = await connectWise();
  fake.misbehave(deed);
  const signal = AbortSignal.timeout(200);
  const post = { method: 'POST', body: '{"firstName":"Ann"}', redirect: 'manual', signal } as const;
  const status = ask(fake, 'contacts', post).then(async (answer) => {
    await answer.text();
    return answer.status;
  });
  expect(await status.catch(() => 'nothing')).toBe(seen);
  expect(fake.contacts()).toHaveLength(created);
  fake.behave();
  expect((await ask(fake, 'contacts')).status).toBe(200);
});

test.each([
  [{ firstName: '' }, 'MissingRequiredField'],
  [{ firstName: 'A'.repeat(31) }, 'InvalidField'],
  [{ firstName: 'Ann', lastName: 'A'.repeat(31) }, 'InvalidField'],
  [{ firstName: 'Ann', company: { id: 1 } }, 'InvalidField'],
  [{ firstName: 'Ann', communicationItems: [{ type: { id: 1 }, value: 'ann@acme.example' }] }, 'InvalidField'],
  [{ firstName: 'Bo', communicationItems: [{ type: { id: 13 }, value: 'BOB@home.example' }] }, 'ObjectExists'],
])('a contact like %o is refused as %s', async (contact, code) => {
  const fake = await withPeople();
  fake.options.refuseDuplicates = true;
  const answer = await ask(fake, 'contacts', { method: 'POST', body: JSON.stringify(contact) });
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'InvalidObject', errors: [{ code }] }]);
  expect(fake.contacts()).toHaveLength(4);
});

test('somebody else, or somebody without a clientId, learns nothing', async () => {
  const fake = await withPeople();
  const { Authorization, clientId } = signedIn(fake);
  const asked = async (headers: Record<string, string>) => (await ask(fake, 'contacts', { headers })).status;
  expect(await asked({ Authorization })).toBe(401);
  expect(await asked({ Authorization: `Basic ${btoa('northwind+a:b')}`, clientId })).toBe(401);
  expect(await asked({ Authorization, clientId })).toBe(200);
  fake.options.codebase = 'v2025_2/';
  expect((await ask(fake, 'contacts')).status).toBe(404);
});

test('a PSA that was dead is back with all it knew', async () => {
  const fake = await withPeople();
  await fake.stop();
  await expect(ask(fake, 'contacts')).rejects.toThrow();
  await fake.start();
  expect(await namesFound(fake, {})).toHaveLength(4);
});
