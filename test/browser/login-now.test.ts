import { expect, test } from 'vitest';
import { askAt, clickLoginNow, personAt, see, seeHeading, typeCode } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('Login Now in the same browser signs in at once, and the waiting tab moves on by itself', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const waiting = await personAt(portal);
  await askAt(portal, waiting);
  const opened = await clickLoginNow(waiting, portal.sink.mailsTo(ALICE)[0]);
  await seeHeading(opened, 'Hello, Alice Adams');
  await seeHeading(waiting, 'Hello, Alice Adams');
});

test('Login Now in another browser asks first, signs in there only, and the waiting browser is told', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const waiting = await personAt(portal);
  const phone = await personAt(portal);
  await askAt(portal, waiting);
  const opened = await clickLoginNow(phone, portal.sink.mailsTo(ALICE)[0]);
  await seeHeading(opened, 'Sign in on this device?');
  await see(opened, ALICE);
  await see(opened, /Chrome on Linux/);

  await opened.getByRole('button', { name: 'Login Now' }).click();
  await seeHeading(opened, 'Hello, Alice Adams');
  await see(waiting, 'You signed in with this token in another browser. You can close this page.');
  await waiting.goto('/');
  await seeHeading(waiting, 'Sign in to MSP Portal');
});

test('looking at the link in another browser changes nothing', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const waiting = await personAt(portal);
  const scanner = await personAt(portal);
  const { link } = await askAt(portal, waiting);
  await scanner.goto(link);
  await scanner.reload();
  await seeHeading(scanner, 'Sign in on this device?');
  await waiting.goto(link);
  await seeHeading(waiting, 'Hello, Alice Adams');
});

test('a browser that asked for another address is asked first, too', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'bob@acme.example', { first: 'Bob', last: 'Brown' });
  const { link } = await askAt(portal, await personAt(portal));
  const bob = await personAt(portal);
  const { code } = await askAt(portal, bob, 'bob@acme.example');
  await bob.goto(link);
  await seeHeading(bob, 'Sign in on this device?');
  await bob.goto('/login/token');
  await typeCode(bob, code);
  await seeHeading(bob, 'Hello, Bob Brown');
});

test('the page with Login Now says who is signed in there and would be signed out', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'bob@acme.example', { first: 'Bob', last: 'Brown' });
  const browser = await personAt(portal);
  await browser.goto((await askAt(portal, browser, 'bob@acme.example')).link);
  await seeHeading(browser, 'Hello, Bob Brown');

  const { link } = await askAt(portal, await personAt(portal));
  await browser.goto(link);
  await see(browser, 'bob@acme.example is signed in here now. “Login Now” signs that person out.');
  await browser.getByRole('button', { name: 'Login Now' }).click();
  await seeHeading(browser, 'Hello, Alice Adams');
});

test('a link that was used says so and sends a new token', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { link } = await askAt(portal, alice);
  await alice.goto(link);
  await seeHeading(alice, 'Hello, Alice Adams');
  const elsewhere = await personAt(portal);
  await elsewhere.goto(link);
  await seeHeading(elsewhere, 'This link has been used');

  portal.passMs(30_000);
  await elsewhere.getByRole('button', { name: 'Send a new token' }).click();
  await seeHeading(elsewhere, 'Check your email');
  await elsewhere.goto((await portal.tokenMailed(ALICE, 2)).link);
  await seeHeading(elsewhere, 'Hello, Alice Adams');
});

test.each([
  ['expired', 'This link has expired'],
  ['damaged', 'This link is not complete'],
])('a link that is %s says so', async (kind, heading) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { link } = await askAt(portal, alice);
  if (kind === 'expired') portal.passMinutes(11);
  await alice.goto(kind === 'damaged' ? link.slice(0, -5) : link);
  await seeHeading(alice, heading);
  expect(await alice.getByRole('main').getByText('Send a new token').count()).toBe(1);
});
