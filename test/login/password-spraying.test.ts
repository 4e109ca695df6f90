import { expect, test } from 'vitest';
import {
  choosePassword,
  enterPassword,
  storyOf,
  wrongPassword,
  wrongPasswordsSeen,
} from '../support/directory-login.js';
import { givenAcmeDirectory, SERVICES } from '../support/directory-world.js';
import type { ForestUser } from '../support/forest-users.js';
import { type Portal, startPortal } from '../support/portal.js';
import type { Visitor } from '../support/visitor.js';

const HERE = '203.0.113.7';
const ALERT = 'Alert: many wrong Windows passwords at one directory: 100 wrong passwords within an hour in ACME forest';

test.each(SERVICES)(
  'from one network 300 wrong passwords an hour reach the directory, each of another name, %s',
  async (_what, service) => {
    const { portal, acme, jo } = await givenAcmeBehindProxy(service);
    const browser = await atPassword(portal, HERE);
    await givenWrong(portal, browser, 299);
    expect((await enterWrong(portal, browser)).status).toBe(422);
    const held = await enterWrong(portal, await atPassword(portal, HERE), jo);
    expect(held.status).toBe(429);
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(59 * 60);
    expect(Number(held.headers['retry-after'])).toBeLessThanOrEqual(60 * 60);
    expect(await wrongPasswordsSeen(acme, jo)).toBe(0);

    portal.passMinutes(60);
    expect((await enterWrong(portal, await atPassword(portal, HERE))).status).toBe(422);
  },
);

test.each([
  ['its neighbour in the same IPv6 network waits, too', '2001:db8:1:2::1', '2001:db8:1:2:3::4', 429],
  ['another IPv6 network goes on', '2001:db8:1:2::1', '2001:db8:1:3::1', 422],
  ['another IPv4 address goes on', HERE, '203.0.113.8', 422],
])('when a network has used up its wrong passwords, %s', async (_what, from, other, status) => {
  const { portal, jo } = await givenAcmeBehindProxy();
  const browser = await atPassword(portal, from);
  await givenWrong(portal, browser, 300);
  expect((await enterWrong(portal, browser)).status).toBe(429);
  const next = await atPassword(portal, other);
  expect((await enterWrong(portal, next)).status).toBe(status);
  expect((await enter(portal, next, jo)).status).toBe(status === 429 ? 429 : 303);
});

test.each(SERVICES)('right passwords of a whole office count for nothing, %s', async (_what, service) => {
  const { portal, jo } = await givenAcmeBehindProxy(service);
  await givenWrong(portal, await atPassword(portal, HERE), 298);
  for (let person = 0; person < 3; person += 1) {
    expect((await enter(portal, await atPassword(portal, HERE), jo)).headers.location).toBe('/');
  }
  const browser = await atPassword(portal, HERE);
  expect((await enterWrong(portal, browser)).status).toBe(422);
  expect((await enter(portal, browser, jo)).headers.location).toBe('/');
});

test('two directories count apart: what one has been asked too often is asked of the other', async () => {
  const { portal } = await givenAcmeBehindProxy();
  await givenWrong(portal, await atPassword(portal, HERE), 300);
  await givenAcmeDirectory(portal, { upnSuffixes: [] }, { name: 'Acme North', domains: ['north.acme.example'] });
  const browser = portal.visitor(HERE);
  await choosePassword(browser, 'someone@north.acme.example');
  expect((await enterWrong(portal, browser)).status).toBe(422);
});

test('a hundred wrong passwords in an hour, from wherever, are told to the console, once', async () => {
  const { portal, companyId } = await givenAcmeBehindProxy();
  const alerts = async () => (await storyOf(portal, companyId)).filter((event) => event.startsWith('Alert'));
  await enterWrong(portal, await atPassword(portal, HERE));
  await setCounter(portal, 'wrong passwords:%', 98);
  await enterWrong(portal, await atPassword(portal, '203.0.113.8'));
  expect(await alerts()).toEqual([]);
  for (const from of ['203.0.113.9', HERE]) await enterWrong(portal, await atPassword(portal, from));
  expect(await alerts()).toEqual([ALERT]);
});

async function givenAcmeBehindProxy(service = {}) {
  const portal = await startPortal({ env: { TRUST_PROXY: 'loopback' } });
  const acme = await givenAcmeDirectory(portal, service);
  const jo = await acme.acme.addUser();
  await portal.given.contact(acme.companyId, jo.mail);
  return { portal, jo, ...acme };
}

/** A browser at the password page, coming from this address. */
async function atPassword(portal: Portal, from: string): Promise<Visitor> {
  const browser = portal.visitor(from);
  await choosePassword(browser, 'someone@acme.example');
  return browser;
}

/** Enters one wrong password, and makes it so many of its network within the hour. */
async function givenWrong(portal: Portal, browser: Visitor, count: number): Promise<void> {
  await enterWrong(portal, browser);
  await setCounter(portal, 'password:%:from:%', count);
}

/** As if so many had been counted by now. */
async function setCounter({ ctx }: Portal, name: string, count: number): Promise<void> {
  const changed = ctx.db.updateTable('counters').set({ count }).where('name', 'like', name);
  expect((await changed.executeTakeFirst()).numUpdatedRows).toBe(1n);
}

/** A wrong password, for a name that is nobody's unless given. */
function enterWrong(portal: Portal, browser: Visitor, user?: ForestUser) {
  const userName = user?.userName ?? `no-${crypto.randomUUID().slice(0, 8)}`;
  return enter(portal, browser, { userName, password: wrongPassword() });
}

function enter(portal: Portal, browser: Visitor, { userName, password }: { userName: string; password: string }) {
  return enterPassword(portal, browser, password, { user_name: `ACME\\${userName}` });
}
