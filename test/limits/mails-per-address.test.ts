import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice, statusOfAsking } from '../support/sign-in.js';

const BEHIND_PROXY = { env: { TRUST_PROXY: 'loopback' } };

test.each([
  ['a contact', ALICE],
  ['nobody', 'x@evil.example'],
])(
  'an hour has five mails for the address of %s from one network, then 429 with how long to wait',
  async (_who, email) => {
    const portal = await startPortal();
    await givenAlice(portal);
    for (let mail = 0; mail < 5; mail += 1) {
      expect((await portal.visitor().post('/login', { email })).status).toBe(303);
      portal.passMinutes(1);
    }
    const sixth = await portal.visitor().post('/login', { email });
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers['retry-after'])).toBeLessThanOrEqual(55 * 60);
    expect(sixth.text).toContain('Too many tokens were asked for. Wait 55 minutes, then ask again');
    portal.passMinutes(55);
    expect((await portal.visitor().post('/login', { email })).status).toBe(303);
  },
);

test('asking too early does not make anybody wait longer', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.visitor().post('/login', { email: ALICE });
  for (let early = 0; early < 5; early += 1) {
    portal.passMs(5_000);
    expect((await portal.visitor().post('/login', { email: ALICE })).status).toBe(429);
  }
  portal.passMs(5_000);
  expect((await portal.visitor().post('/login', { email: ALICE })).status).toBe(303);
});

test('an hour has thirty mails for one address, from wherever they are asked for', async () => {
  const portal = await startPortal(BEHIND_PROXY);
  await givenAlice(portal);
  for (let mail = 0; mail < 30; mail += 1) {
    expect(await statusOfAsking(portal, portal.visitor(`203.0.113.${mail}`)), `mail ${mail + 1}`).toBe(303);
    portal.passMs(30_000);
  }
  expect((await portal.visitor('203.0.113.99').post('/login', { email: ALICE })).status).toBe(429);
  expect(portal.sink.mailsTo(ALICE)).toHaveLength(30);
});

test('a stranger whose mails are used up cannot hold up an address by asking on', async () => {
  const portal = await startPortal(BEHIND_PROXY);
  await givenAlice(portal);
  const stranger = () => statusOfAsking(portal, portal.visitor('203.0.113.7'));
  for (let mail = 0; mail < 5; mail += 1) {
    expect(await stranger()).toBe(303);
    portal.passMinutes(1);
  }
  expect(await stranger()).toBe(429);
  expect((await portal.visitor('198.51.100.1').post('/login', { email: ALICE })).status).toBe(303);
});

test('the limits of one address leave every other address alone', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.visitor().post('/login', { email: ALICE });
  expect((await portal.visitor().post('/login', { email: 'dora@acme.example' })).status).toBe(303);
});

test('contacts and administrators have limits of their own, though the address is the same', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'mia@msp.example');
  await portal.visitor().post('/login', { email: 'mia@msp.example' });
  expect((await portal.visitor().post('/admin/login', { email: 'mia@msp.example' })).status).toBe(303);
});

test('a restart gives no mail back', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.visitor().post('/login', { email: ALICE });
  await portal.restart();
  expect((await portal.visitor().post('/login', { email: ALICE })).status).toBe(429);
});

test.each([
  ['X-Forwarded-For', (n: number) => `203.0.113.${n}`],
  ['X-Forwarded-For', (n: number) => `::ffff:203.0.113.${n}`],
  ['X-Forwarded-For', (n: number) => `2001:db8:${n}::1`],
  ['X-Real-IP', (n: number) => `203.0.113.${n}`],
  ['Forwarded', (n: number) => `for=203.0.113.${n}`],
])('an attacker who claims another address each time, by %s, meets the limits all the same', async (header, claim) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const statuses: number[] = [];
  for (let asked = 0; asked < 7; asked += 1) {
    const { status } = await portal.visitor().post('/login', { email: ALICE }, { [header]: claim(asked) });
    statuses.push(status);
    await portal.ctx.outbox.idle();
    portal.passMinutes(1);
  }
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429]);
});

test('behind one trusted proxy the address that it added counts, not what the client wrote before it', async () => {
  const portal = await startPortal({ env: { TRUST_PROXY: '1' } });
  await givenAlice(portal);
  for (let asked = 0; asked < 5; asked += 1) {
    await statusOfAsking(portal, portal.visitor(`198.51.100.${asked}, 203.0.113.7`));
    portal.passMinutes(1);
  }
  const sixth = await portal.visitor('198.51.100.9, 203.0.113.7').post('/login', { email: ALICE });
  expect(sixth.status).toBe(429);
});

test('an IPv6 network is counted by its /64', async () => {
  const portal = await startPortal(BEHIND_PROXY);
  await givenAlice(portal);
  const spellings = ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::', '2001:DB8::abcd', '2001:db8:0::9'];
  for (const from of spellings) {
    expect(await statusOfAsking(portal, portal.visitor(from))).toBe(303);
    portal.passMinutes(1);
  }
  expect((await portal.visitor('2001:db8::77').post('/login', { email: ALICE })).status).toBe(429);
  portal.passMinutes(1);
  expect((await portal.visitor('2001:db8:0:1::1').post('/login', { email: ALICE })).status).toBe(303);
});

test('people and records see a client address once, whichever way the socket spells IPv4', async () => {
  const portal = await startPortal(BEHIND_PROXY);
  await givenAlice(portal);
  await portal.visitor('::ffff:203.0.113.7').post('/login', { email: ALICE });
  await portal.tokenMailed(ALICE);
  expect(portal.sink.mails[0]?.text).toContain('network address 203.0.113.7');
  const [attempt] = await portal.ctx.db.selectFrom('attempts').select('client_address').execute();
  expect(attempt?.client_address).toBe('203.0.113.7');
});
