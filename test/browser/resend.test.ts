import { expect, test } from 'vitest';
import { askAt, personAt, see, seeHeading, typeCode } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

const MINUTE = 60_000;

test('Resend token sends another one, and both of them are good', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const first = await askAt(portal, alice);
  portal.passMs(30_000);
  await alice.getByRole('button', { name: 'Resend token' }).click();
  const second = await portal.tokenMailed(ALICE, 2);
  expect(second.code).not.toBe(first.code);
  await typeCode(alice, first.code);
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('asked too soon, the wait is told, counted down, and over when it says so', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  await askAt(portal, alice);
  portal.passMs(26_000);
  await alice.getByRole('button', { name: 'Resend token' }).click();
  await see(alice, /Wait [2-4] seconds, then ask again/);
  const button = alice.getByRole('button', { name: 'Resend token' });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  expect(await button.textContent()).toMatch(/^Resend token in [1-4] s$/);

  await see(alice, 'Wait 1 second, then ask again');
  await alice.getByText('then ask again').waitFor({ state: 'detached' });
  await alice.getByRole('button', { name: 'Resend token', exact: true, disabled: false }).click();
  await portal.tokenMailed(ALICE, 2);
});

test('an expired token is told beside the field, and Resend is the way on', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { code } = await askAt(portal, alice);
  portal.passMinutes(11);
  await typeCode(alice, code);
  await see(alice, 'That token has expired. Press “Resend token” to get a new one.');
  await alice.getByRole('button', { name: 'Resend token' }).click();
  await typeCode(alice, (await portal.tokenMailed(ALICE, 2)).code);
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('the page counts the token down and says when it has expired', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  portal.passMs(-10 * MINUTE + 5_000);
  const alice = await personAt(portal);
  await askAt(portal, alice);
  await see(alice.getByRole('timer'), /0:0\d left/);
  await see(alice, 'The token has expired. Press “Resend token” to get a new one.');
  expect(await alice.getByRole('timer').count()).toBe(0);
});

test('somebody who only listens is told when one minute is left', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  portal.passMs(-9 * MINUTE + 3_000);
  const alice = await personAt(portal);
  await askAt(portal, alice);
  await alice.getByRole('status').getByText('The token works for 1 minute more.').waitFor();
});

test('after an hour without a new token the waiting page says that the sign-in has ended', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  await askAt(portal, alice);
  portal.passMinutes(61);
  await see(alice, 'This sign-in has ended. Start again to get a new token.');
  await alice.getByRole('button', { name: 'Resend token' }).click();
  await seeHeading(alice, 'This sign-in has ended');
  await alice.getByRole('link', { name: 'Start again' }).click();
  await seeHeading(alice, 'Sign in to MSP Portal');
});

test('another email address starts over, and the first token is of no use to it', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'bob@acme.example', { first: 'Bob', last: 'Brown' });
  const bob = await personAt(portal);
  const { code } = await askAt(portal, bob);
  await bob.getByRole('link', { name: 'Use another email address' }).click();
  await askAt(portal, bob, 'bob@acme.example');
  await typeCode(bob, code);
  await see(bob, /That token is not right/);
});
