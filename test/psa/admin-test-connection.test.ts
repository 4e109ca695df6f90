import { expect, test } from 'vitest';
import { formIn, textOf } from '../support/form.js';
import { connectWise } from '../support/psa/connectwise/connectwise.js';
import type { FakeConnectWise } from '../support/psa/connectwise/server.js';
import { recorded } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';
import { givenConnectWise, PAGE, save, storedPsa } from './console.js';

test('what was typed is tested step by step, and nothing of it is saved or sent back', async () => {
  const { portal, fake, typed } = await givenConnectWise();
  const company = fake.company({ name: 'Acme Ltd' });
  fake.contact({ companyId: company.id, firstName: 'Alice', emails: ['alice@acme.example'] });
  const tested = await portal.administrator.post(`${PAGE}/tests`, typed);
  expect(tested.status).toBe(200);
  const said = textOf(tested);
  for (const step of ['The connection works.', 'OK Signed in', 'OK 1 company can be read'])
    expect(said).toContain(step);
  expect(said).toContain('Enter the private key again before you save');
  expect(tested.text).not.toContain(typed.secret);
  expect(formIn(tested, PAGE)).toMatchObject({ ...typed, secret: '' });
  expect(tested.text).toContain('data-unsaved');
  expect(await storedPsa(portal)).toBeUndefined();
  expect((await recorded(portal)).at(-1)).toBe(
    `psa tested: connectwise, ${fake.url}, companyId ${typed.company_id}; ok; by Mia Admin`,
  );
  expect((await portal.administrator.get(`${PAGE}/tests`)).headers.location).toBe(PAGE);
});

test('the saved private key is tested where it was saved for, and goes nowhere else', async () => {
  const elsewhere = await connectWise();
  const { portal, fake, typed, untyped } = await givenConnectWise({ allowed: [elsewhere.url] });
  await save(portal, typed);
  await portal.ctx.psa.idle();
  const same = await portal.administrator.post(`${PAGE}/tests`, untyped);
  expect(textOf(same)).toContain('The connection works.');
  expect(same.text).not.toContain('data-unsaved');

  const before = fake.requests.length;
  for (const changed of [{ site: elsewhere.url }, { company_id: 'another' }, { public_key: 'another' }]) {
    const other = await portal.administrator.post(`${PAGE}/tests`, { ...untyped, ...changed });
    expect(other.status).toBe(422);
    expect(textOf(other)).toContain('Enter the private key. None is saved for this site and account.');
  }
  expect([fake.requests.length, elsewhere.requests.length]).toEqual([before, 0]);
});

const forbidden = 'Companies > Contacts with add, edit and inquire';

test.each<[string, Fields, (fake: FakeConnectWise) => void, string]>([
  ['a wrong private key', { secret: 'wrong' }, () => {}, 'Failed The keys are not right'],
  ['a company ID that is not there', { company_id: 'nobody' }, () => {}, 'Failed There is no such company ID'],
  ['a role that allows nothing', {}, (fake) => Object.assign(fake.options, { forbids: () => true }), forbidden],
  [
    'a PSA that has had enough',
    {},
    (fake) => fake.misbehave({ do: 'status', status: 429, headers: { 'Retry-After': '30' } }),
    'Failed It asks us to wait',
  ],
  [
    'a redirector',
    {},
    (fake) => fake.misbehave({ do: 'redirect', to: 'http://169.254.169.254/' }),
    'Failed It leads to another address, which is not followed',
  ],
  ['this machine by name', { site: 'https://localhost' }, () => {}, 'add its name to PSA_ALLOWED_HOSTS'],
  ['a proxy’s page', {}, (fake) => fake.misbehave({ do: 'html' }), 'Failed Its answer cannot be read'],
])('%s fails the test and says what to do, without the answer’s body', async (_what, wrong, turn, message) => {
  const { portal, fake, typed } = await givenConnectWise();
  turn(fake);
  const tested = await portal.administrator.post(`${PAGE}/tests`, { ...typed, ...wrong });
  expect(tested.status).toBe(200);
  expect(textOf(tested)).toContain('The connection does not work yet.');
  expect(textOf(tested)).toContain(message);
  expect(tested.text).not.toContain('169.254.169.254');
  expect(await storedPsa(portal)).toBeUndefined();
});

test('markup in what the PSA says is shown as it came', async () => {
  const { portal, fake, typed } = await givenConnectWise();
  const body = { code: 'Unauthorized', message: '<img src=x onerror=alert(1)>' };
  fake.misbehave({ match: ({ path }) => !path.includes('companyinfo'), do: 'status', status: 401, body });
  const tested = await portal.administrator.post(`${PAGE}/tests`, typed);
  expect(tested.text).not.toContain('<img src=x');
  expect(textOf(tested)).toContain('ConnectWise said: “<img src=x onerror=alert(1)>”');
});
