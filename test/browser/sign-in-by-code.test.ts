import { expect, test } from 'vitest';
import { askAt, paste, personAt, see, seeHeading, typeCode } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice, WRONG_CODE } from '../support/sign-in.js';

test('a pasted code signs in by itself', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { code } = await askAt(portal, alice);
  await paste(alice.getByLabel('Token', { exact: true }), ` ${code.toLowerCase()} `);
  await seeHeading(alice, 'Hello, Alice Adams');
  await see(alice, 'Acme Ltd');
});

test('the whole link pasted into the field signs in, too', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { link } = await askAt(portal, alice);
  await paste(alice.getByLabel('Token', { exact: true }), `${portal.url}${link}`);
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('what cannot be a token stays in the field after it is pasted', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  await askAt(portal, alice);
  const field = alice.getByLabel('Token', { exact: true });
  await paste(field, 'Your token is');
  await alice.waitForTimeout(300);
  expect(await field.inputValue()).toBe('Your token is');
  expect(new URL(alice.url()).pathname).toBe('/login/token');
});

test('a typed code signs in with the Enter key, and nobody is asked again while signed in', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { code } = await askAt(portal, alice);
  await alice.keyboard.type(code.replace('-', '').toLowerCase());
  await alice.keyboard.press('Enter');
  await seeHeading(alice, 'Hello, Alice Adams');
  await alice.goto('/login');
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('a wrong token is told with the tries that are left, and the right one still works', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { code } = await askAt(portal, alice);
  await typeCode(alice, WRONG_CODE);
  await see(alice, /That token is not right\. Check the newest email\. You can try 4 times more\./);
  expect(await alice.getByRole('alert').evaluate((summary) => summary === document.activeElement)).toBe(true);
  await typeCode(alice, code);
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('the right token pasted into the field that still holds a wrong one signs in', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { code } = await askAt(portal, alice);
  await typeCode(alice, WRONG_CODE);
  await see(alice, /That token is not right/);
  const field = alice.getByLabel('Token', { exact: true });
  await field.click();
  await paste(field, code);
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('after five wrong tokens the dialog says to start again', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  await askAt(portal, alice);
  for (let tries = 4; tries > 0; tries--) {
    await typeCode(alice, WRONG_CODE);
    await see(alice, tries === 1 ? /You can try once more/ : new RegExp(`You can try ${tries} times more`));
  }
  await typeCode(alice, WRONG_CODE);
  await seeHeading(alice, 'Too many tries');
  await alice.getByRole('link', { name: 'Start again' }).click();
  await seeHeading(alice, 'Sign in to MSP Portal');
});

test('a shared computer is remembered only until its browser is closed', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  await alice.goto('/login');
  await alice.getByLabel('Email address').fill(ALICE);
  await alice.getByLabel('This is a shared computer').check();
  await alice.getByRole('button', { name: 'Continue' }).click();
  expect(await alice.getByLabel('This is a shared computer').isChecked()).toBe(true);
  await typeCode(alice, (await portal.tokenMailed(ALICE)).code);
  await seeHeading(alice, 'Hello, Alice Adams');
  const cookies = await alice.context().cookies();
  expect(cookies.find(({ name }) => name === 'latchkey')?.expires).toBe(-1);
});
