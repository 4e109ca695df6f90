import { expect, test } from 'vitest';
import { personAt, see, seeHeading, signInAt } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('somebody new at a company’s domain is asked for a name and is its contact from then on', async () => {
  const portal = await startPortal();
  await portal.given.company({ name: 'Acme Ltd', domains: ['acme.example'] });
  const jo = await personAt(portal);
  await signInAt(portal, jo, 'jo.smith@acme.example');
  await seeHeading(jo, 'What is your name?');
  await see(jo, /This is your first time here for Acme Ltd/);
  expect(await jo.getByLabel('First name').inputValue()).toBe('Jo');
  expect(await jo.getByLabel('Last name').inputValue()).toBe('Smith');

  await jo.getByLabel('First name').fill('');
  await jo.getByRole('button', { name: 'Continue' }).click();
  await see(jo, 'Enter your first name');
  await jo.getByLabel('First name').fill('Joanna');
  await jo.getByRole('button', { name: 'Continue' }).click();
  await seeHeading(jo, 'Hello, Joanna Smith');

  const phone = await personAt(portal);
  portal.passMs(30_000);
  await signInAt(portal, phone, 'jo.smith@acme.example');
  await seeHeading(phone, 'Hello, Joanna Smith');
});

test('a person at two companies chooses, is remembered, and can change to the other', async () => {
  const portal = await startPortal();
  await portal.given.contact(await portal.given.company({ name: 'Acme Ltd' }), ALICE);
  await portal.given.contact(await portal.given.company({ name: 'Globex', portalName: 'Globex Help' }), ALICE);
  const alice = await personAt(portal);
  await signInAt(portal, alice);
  await seeHeading(alice, 'Which company?');
  await alice.getByRole('button', { name: 'Globex' }).click();
  await see(alice, 'You are signed in to Globex Help.');

  await alice.getByRole('button', { name: 'Sign out' }).first().click();
  portal.passMs(30_000);
  await signInAt(portal, alice);
  await see(alice, 'You are signed in to Globex Help.');

  await alice.getByRole('button', { name: 'Another company' }).click();
  await seeHeading(alice, 'Which company?');
  await see(alice, ALICE);
  await alice.getByRole('button', { name: 'Acme Ltd' }).click();
  await see(alice, 'You are signed in to MSP Portal.');
});

test('one device signs the other out, and only that one', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const laptop = await personAt(portal);
  const phone = await personAt(portal, {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1',
  });
  await signInAt(portal, laptop);
  portal.passMs(30_000);
  await signInAt(portal, phone);
  await laptop.reload();
  const other = laptop.getByRole('listitem').filter({ hasText: 'Safari on iPhone' });
  await other.getByRole('button', { name: /^Sign out Safari/ }).click();
  await see(laptop, 'That device is signed out.');
  expect(await laptop.getByRole('listitem').count()).toBe(1);
  await phone.reload();
  await seeHeading(phone, 'Sign in to MSP Portal');
});

test('after signing out, Back does not bring the page up again', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  await signInAt(portal, alice);
  await alice.getByRole('button', { name: 'Sign out' }).first().click();
  await seeHeading(alice, 'Sign in to MSP Portal');
  await alice.goBack();
  await seeHeading(alice, 'Sign in to MSP Portal');
  expect(await alice.getByText('Alice').count()).toBe(0);
});

test('sign out everywhere ends them all', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const laptop = await personAt(portal);
  const phone = await personAt(portal);
  await signInAt(portal, laptop);
  portal.passMs(30_000);
  await signInAt(portal, phone);
  await laptop.reload();
  await laptop.getByRole('button', { name: 'Sign out everywhere' }).click();
  await seeHeading(laptop, 'Sign in to MSP Portal');
  await phone.reload();
  await seeHeading(phone, 'Sign in to MSP Portal');
});

test('somebody who was switched off after asking is told so after the proof, with whom to ask', async () => {
  const portal = await startPortal();
  const { contactId } = await givenAlice(portal);
  await portal.given.settings({ helpContact: 'Call 555 0100' });
  const alice = await personAt(portal);
  await alice.goto('/login');
  await alice.getByLabel('Email address').fill(ALICE);
  await alice.getByRole('button', { name: 'Continue' }).click();
  const { link } = await portal.tokenMailed(ALICE);
  await portal.ctx.db.updateTable('contacts').set({ active: 0 }).where('id', '=', contactId).execute();
  await alice.goto(link);
  await seeHeading(alice, 'Your account is not active');
  await see(alice, 'Call 555 0100');
});
