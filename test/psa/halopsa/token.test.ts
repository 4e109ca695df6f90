import { expect, test } from 'vitest';
import type { PsaFaultKind } from '../../../src/psa/fault.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';
import type { HaloOptions } from '../../support/psa/halopsa/options.js';
import { all, faultOf } from '../asked.js';
import { connected, isInfo, isSaving, isToken, isUsers } from './psa.js';

const ANN = { firstName: 'Ann', lastName: 'Lee', address: 'ann@acme.example' };
const OWN_SERVER = { tenant: undefined };
const isQuestion = (request: FakeRequest) => !isInfo(request) && !isToken(request);

test('a token is asked for with a form, and everything else is asked with it', async () => {
  const { fake, connector } = await connected();
  await connector.findContactsByAddress(ANN.address);
  const [info, token, ...others] = fake.requests;
  expect(info).toMatchObject({ method: 'GET', path: '/api/authinfo' });
  expect(token).toMatchObject({ method: 'POST', path: '/auth/token' });
  expect(Object.fromEntries(new URLSearchParams(String(token?.body)))).toEqual({
    grant_type: 'client_credentials',
    client_id: fake.account.clientId,
    client_secret: fake.account.clientSecret,
    scope: 'all',
  });
  for (const open of [info, token]) expect(open?.headers).not.toHaveProperty('authorization');
  expect(others.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${fake.tokens[0]}`]);
});

test.each<[what: string, options: Partial<HaloOptions>, typed: string | undefined, asked: string]>([
  ['what authinfo says', {}, undefined, '/auth/token?tenant=northwind'],
  ['another path', { authUrl: '/identity/v2' }, undefined, '/identity/v2/token?tenant=northwind'],
  ['a tenant that only the administrator knows', { saysTenant: false }, 'northwind', '/auth/token?tenant=northwind'],
  ['somebody’s own server', OWN_SERVER, undefined, '/auth/token'],
  ['an authinfo that says nothing', { ...OWN_SERVER, authUrl: undefined }, '', '/auth/token'],
  ['no authinfo', { ...OWN_SERVER, hasAuthInfo: false }, undefined, '/auth/token'],
  ['no authinfo, but a tenant', { hasAuthInfo: false }, 'northwind', '/auth/token?tenant=northwind'],
])('%s leads to the token', async (_what, options, typed, asked) => {
  const { fake, connector } = await connected(options, typed);
  expect(await connector.findContact('99')).toBeUndefined();
  const token = fake.requests.find(isToken);
  expect([token?.path, token?.query.toString()].filter(Boolean).join('?')).toBe(asked);
});

test.each(['/auth/', '/auth?from=here', '/auth#here'])('where to sign in may be written %s', async (path) => {
  const { fake, connector } = await connected();
  const body = { auth_url: `${fake.url}${path}`, tenant_id: 'northwind' };
  fake.misbehave({ match: isInfo, do: 'status', status: 200, body });
  expect(await connector.findContact('99')).toBeUndefined();
});

test('a tenant that was typed counts more than the one that is told', async () => {
  const { fake, connector } = await connected({}, 'southwind');
  const { kind, details } = await faultOf(connector.findContact('1'));
  expect(kind).toBe('unknown-account');
  expect(details).toMatchObject({ status: 400, detail: expect.stringContaining('tenant') });
  expect(fake.requests.filter(isQuestion)).toEqual([]);
});

test.each<[url: string]>([
  ['https://auth.evil.example'],
  ['http://auth.halopsa.com'],
  ['https://halopsa.com.evil.example'],
  ['nowhere'],
])('a Halo that signs in at %s never gets the secret there', async (auth_url) => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: isInfo, do: 'status', status: 200, body: { auth_url, tenant_id: 'northwind' } });
  expect((await faultOf(all(connector.test()))).kind).toBe('redirected');
  expect(fake.requests.every(isInfo)).toBe(true);
});

test('another server that authinfo names hears nothing', async () => {
  const [elsewhere, { fake, connector }] = await Promise.all([connected(), connected()]);
  fake.options.authUrl = `${elsewhere.fake.url}/auth`;
  expect((await faultOf(connector.findContact('1'))).kind).toBe('redirected');
  expect(elsewhere.fake.requests).toEqual([]);
});

test('questions that are asked at once share one token', async () => {
  const { fake, connector } = await connected();
  await Promise.all(Array.from({ length: 5 }, () => connector.findContactsByAddress(ANN.address)));
  expect(fake.tokens).toHaveLength(1);
  expect(fake.requests.filter(isUsers)).toHaveLength(5);
});

test.each([
  { good: 600, until: 'a minute before its end', after: [0, 539_999, 1, 539_999], tokens: [1, 1, 2, 2] },
  { good: 60, until: 'half of its time has passed', after: [0, 29_999, 1], tokens: [1, 1, 2] },
])('a token that is good for $good seconds is kept until $until', async ({ good, after, tokens }) => {
  let now = Date.UTC(2026, 0, 5);
  const { fake, connector } = await connected({ clock: () => now, tokenSeconds: good });
  const known: number[] = [];
  for (const ms of after) {
    now += ms;
    await connector.findContactsByAddress(ANN.address);
    known.push(fake.tokens.length);
  }
  expect(known).toEqual(tokens);
});

test('the tenant that authinfo tells counts, also when it does not say where to sign in', async () => {
  const { fake, connector } = await connected();
  const body = { auth_url: null, tenant_id: 'northwind' };
  fake.misbehave({ match: isInfo, do: 'status', status: 200, body });
  expect(await connector.findContactsByAddress(ANN.address)).toEqual([]);
  expect(fake.requests.find(isToken)?.query.get('tenant')).toBe('northwind');
});

test('reading goes on with a new token when the one it had is taken back', async () => {
  const { fake, connector } = await connected();
  const id = String(fake.contact({ addresses: [ANN.address] }).id);
  await connector.findContact(id);
  fake.revokeTokens();
  expect(await connector.findContact(id)).toMatchObject({ id });
  expect(fake.tokens).toHaveLength(2);
});

test('what is let in nowhere is asked twice, with two tokens, and no more', async () => {
  const { fake, connector } = await connected();
  fake.misbehave({ match: isUsers, do: 'status', status: 401 });
  expect((await faultOf(connector.findContactsByAddress(ANN.address))).kind).toBe('unauthorized');
  expect([fake.tokens.length, fake.requests.filter(isUsers).length]).toEqual([2, 2]);
});

test('a creation whose token was taken back is not sent again, and the next one has a new token', async () => {
  const { fake, connector } = await connected();
  const contact = { ...ANN, companyId: String(fake.company().id) };
  fake.misbehave({ match: isSaving, times: 1, do: 'status', status: 401 });
  const { kind, details } = await faultOf(connector.createContact(contact));
  expect([kind, details.perhapsDone, fake.requests.filter(isSaving).length]).toEqual(['unauthorized', undefined, 1]);
  await connector.createContact(contact);
  expect(fake.tokens).toHaveLength(2);
  expect(fake.requests.at(-1)?.headers.authorization).toBe(`Bearer ${fake.tokens[1]}`);
});

test.each<[error: string, kind: PsaFaultKind]>([
  ['invalid_client', 'unauthorized'],
  ['unauthorized_client', 'unauthorized'],
  ['invalid_scope', 'forbidden'],
  ['invalid_request', 'unknown-account'],
])('a token that is refused with %s is %s', async (error, kind) => {
  const { fake, connector } = await connected();
  const error_description = `no ${fake.account.clientSecret}`;
  fake.misbehave({ match: isToken, do: 'status', status: 400, body: { error, error_description } });
  const fault = await faultOf(connector.findContact('1'));
  expect([fault.kind, fault.details.detail]).toEqual([kind, `${error} no …`]);
});

test('a wrong secret is told as such', async () => {
  const { fake, connector } = await connected();
  fake.account.clientSecret = 'another';
  expect((await faultOf(all(connector.test()))).kind).toBe('unauthorized');
  expect((await faultOf(connector.findContact('1'))).kind).toBe('unauthorized');
});

test.each([{ access_token: 'a\r\nb: c', expires_in: 60 }, { access_token: 'a' }, { expires_in: 60 }, []])(
  'what is no token is no answer: %j',
  async (body) => {
    const { fake, connector } = await connected();
    fake.misbehave({ match: isToken, do: 'status', status: 200, body });
    expect((await faultOf(connector.findContact('1'))).kind).toBe('broken');
    expect(fake.requests.some(isQuestion)).toBe(false);
  },
);

test('an authinfo that fails is no reason to sign in somewhere else', async () => {
  const { fake, connector } = await connected({ authUrl: '/identity' });
  fake.misbehave({ match: isInfo, do: 'status', status: 503 });
  expect((await faultOf(connector.findContact('1'))).kind).toBe('broken');
  expect(fake.requests.every(isInfo)).toBe(true);
});

test('a Halo that says our token back tells nobody else', async () => {
  const { fake, connector } = await connected();
  await connector.findContactsByAddress(ANN.address);
  const body = { message: `What is ${fake.tokens[0]}?` };
  fake.misbehave({ match: isQuestion, do: 'status', status: 400, body });
  expect((await faultOf(connector.findContact('1'))).details.detail).toBe('What is …?');
});
