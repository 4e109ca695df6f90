import { test } from 'vitest';
import { administratorAt, askAt, personAt, see, seeHeading, typeCode } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('an error page of the console leads back to the console', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/nowhere');
  await seeHeading(mia, 'This page does not exist');
  await mia.getByRole('link', { name: 'Go to the first page' }).click();
  await seeHeading(mia, 'Companies');
});

test('an error page of the portal leads to its dialog', async () => {
  const portal = await startPortal();
  const somebody = await personAt(portal);
  await somebody.goto('/nowhere');
  await somebody.getByRole('link', { name: 'Go to the first page' }).click();
  await seeHeading(somebody, 'Sign in to MSP Portal');
});

test('the address that Add leaves in the address bar opens the company again', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto(`/admin/companies/${await portal.given.company({})}`);
  await mia.getByLabel('Email domain', { exact: true }).fill('acme.example');
  await mia.getByLabel('Email domain', { exact: true }).press('Enter');
  await see(mia, 'Not saved yet');
  const tab = await mia.context().newPage();
  await tab.goto(mia.url());
  await seeHeading(tab, /^Acme Ltd/);
});

test('an administrator whose session has ended signs in and can go on', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/mail-token');
  portal.passMinutes(61);
  await mia.getByRole('button', { name: 'Save Settings' }).click();
  await seeHeading(mia, 'Sign in to the console');
  await typeCode(mia, (await askAt(portal, mia, 'mia@msp.example', '/admin/login')).code);
  await mia.getByRole('navigation', { name: 'Console' }).waitFor();
});

test('a second tab that is left behind goes on after the first has signed in', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const left = await alice.context().newPage();
  await left.goto('/login');
  const { code } = await askAt(portal, alice);
  await typeCode(alice, code);
  await seeHeading(alice, 'Hello, Alice Adams');
  await left.goto('/login/token');
  await seeHeading(left, 'Hello, Alice Adams');
  await see(left, ALICE);
});
