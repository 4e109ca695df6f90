import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { askForToken, contactSessions, givenAlice, recorded, WRONG_CODE } from '../support/sign-in.js';

test('fifty parallel redemptions of one code make one session', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice);
  await expectOneSession(portal, await fiftyTimes(() => alice.post('/login/token', { token: code })));
});

test('fifty parallel redemptions of one link, each in a browser of its own, make one session', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const { link } = await askForToken(portal, portal.visitor());
  await expectOneSession(portal, await fiftyTimes(() => portal.visitor().post(link)));
});

test('fifty parallel clicks on one link in the browser that asked make one session', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { link } = await askForToken(portal, alice);
  await expectOneSession(portal, await fiftyTimes(() => alice.get(link)));
});

test('the code and the link of one mail, redeemed at once, make one session', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code, link } = await askForToken(portal, alice);
  const redeem = [
    () => alice.post('/login/token', { token: code }),
    () => alice.get(link),
    () => portal.visitor().post(link),
  ];
  await expectOneSession(portal, await Promise.all(redeem.map((one) => one())));
});

test('of thirty parallel guesses five are compared', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const attacker = portal.visitor();
  const { code } = await askForToken(portal, attacker);
  await Promise.all(Array.from({ length: 30 }, () => attacker.post('/login/token', { token: WRONG_CODE })));
  const events = await recorded(portal);
  expect(events.filter((event) => event.startsWith('token-redeemed wrong'))).toHaveLength(5);
  expect((await attacker.post('/login/token', { token: code })).status).toBe(403);
  expect(await contactSessions(portal)).toEqual([]);
});

test('two browsers that give a name to one new address at once make one contact', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const email = 'new@acme.example';
  const browsers = [portal.visitor(), portal.visitor()];
  for (const browser of browsers) {
    const { code } = await askForToken(portal, browser, email);
    await browser.post('/login/token', { token: code });
    portal.passMinutes(1);
  }
  const named = browsers.map((browser) => browser.post('/login/name', { first_name: 'Nora', last_name: 'New' }));
  expect((await Promise.all(named)).map(({ headers }) => headers.location)).toEqual(['/', '/']);
  expect(await portal.ctx.db.selectFrom('contacts').select('address').execute()).toEqual([{ address: email }]);
});

function fiftyTimes(redeem: () => Promise<Response>): Promise<Response[]> {
  return Promise.all(Array.from({ length: 50 }, redeem));
}

async function expectOneSession(portal: Portal, answers: Response[]): Promise<void> {
  const withSession = answers.filter(({ headers }) => String(headers['set-cookie']).includes('latchkey=s'));
  expect(withSession).toHaveLength(1);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  expect(await contactSessions(portal)).toHaveLength(1);
}

test('five clicks at once on the name of one new person make one contact and one event, and all lead onwards', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const newby = portal.visitor();
  const { code } = await askForToken(portal, newby, 'new@acme.example');
  await newby.post('/login/token', { token: code });
  const name = { first_name: 'Nora', last_name: 'New' };
  const clicks = await Promise.all(Array.from({ length: 5 }, () => newby.post('/login/name', name)));

  expect(clicks.map(({ status, headers }) => [status, headers.location])).toEqual(Array(5).fill([303, '/']));
  const events = await recorded(portal);
  expect(events.filter((event) => event.startsWith('contact created'))).toHaveLength(1);
  expect(await contactSessions(portal)).toHaveLength(1);
});
