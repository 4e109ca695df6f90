import { expect, test } from 'vitest';
import { setupKey } from '../../src/setup/setup.js';
import {
  administratorAt,
  askAt,
  clickLoginNow,
  personAt,
  see,
  seeHeading,
  signInAt,
  typeCode,
} from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice, WRONG_CODE } from '../support/sign-in.js';

const noScripts = { javaScriptEnabled: false };

test('without JavaScript the printed link leads to the console', async () => {
  const portal = await startPortal({ setUp: false });
  const mia = await personAt(portal, noScripts);
  await mia.goto(`/setup?key=${setupKey(portal.ctx.keys.current, portal.ctx.installation)}`);
  await mia.getByLabel('Your name').fill('Mia Admin');
  await mia.getByLabel('Your email address').fill('mia@msp.example');
  await mia.getByRole('button', { name: 'Create administrator' }).click();
  await see(mia, 'Enter a portal name');
  await mia.getByLabel('Portal name').fill('MSP Help');
  await mia.getByLabel('Sender email address').fill('no-reply@msp.example');
  await mia.getByRole('button', { name: 'Create administrator' }).click();
  await seeHeading(mia, 'Companies');
});

test('without JavaScript somebody new signs in by code, after a wrong one and a Resend', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const jo = await personAt(portal, noScripts);
  await askAt(portal, jo, 'jo.smith@acme.example');
  await typeCode(jo, WRONG_CODE);
  await see(jo, /You can try 4 times more/);
  await jo.getByRole('button', { name: 'Resend token' }).click();
  await see(jo, /Wait \d+ seconds, then ask again/);
  portal.passMs(30_000);
  await jo.getByRole('button', { name: 'Resend token' }).click();
  await typeCode(jo, (await portal.tokenMailed('jo.smith@acme.example', 2)).code);
  await seeHeading(jo, 'What is your name?');
  await jo.getByRole('button', { name: 'Continue' }).click();
  await seeHeading(jo, 'Hello, Jo Smith');
  await jo.getByRole('button', { name: 'Sign out' }).first().click();
  await seeHeading(jo, 'Sign in to MSP Portal');
});

test('without JavaScript Login Now signs in, and the waiting page has a way on', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const waiting = await personAt(portal, noScripts);
  await askAt(portal, waiting);
  const opened = await clickLoginNow(waiting, portal.sink.mailsTo(ALICE)[0]);
  await seeHeading(opened, 'Hello, Alice Adams');
  await waiting.getByRole('link', { name: 'I have pressed “Login Now”: continue' }).click();
  await seeHeading(waiting, 'Hello, Alice Adams');
});

test('without JavaScript another browser signs in by the button of its page', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const phone = await personAt(portal, noScripts);
  await phone.goto((await askAt(portal, await personAt(portal, noScripts))).link);
  await phone.getByRole('button', { name: 'Login Now' }).click();
  await seeHeading(phone, 'Hello, Alice Adams');
});

test('without JavaScript a person at two companies chooses one', async () => {
  const portal = await startPortal();
  for (const name of ['Acme Ltd', 'Globex']) await portal.given.contact(await portal.given.company({ name }), ALICE);
  const alice = await personAt(portal, noScripts);
  await signInAt(portal, alice);
  await alice.getByRole('button', { name: 'Globex' }).click();
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('without JavaScript Mail Token is changed and tested', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal, noScripts);
  await mia.goto('/admin/mail-token');
  await mia.getByLabel('Keep people signed in for').fill('often');
  await mia.getByRole('button', { name: 'Save Settings' }).click();
  await see(mia, 'Unsaved changes');
  await mia.getByLabel('Keep people signed in for').fill('30');
  await mia.getByRole('button', { name: 'Save Settings' }).click();
  await see(mia, 'The settings are saved.');
  await mia.getByRole('button', { name: 'Send test email' }).click();
  await see(mia, /The mail server took the test email/);
});

test('without JavaScript a company gets its domains, and pressing Enter saves', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.test'] });
  const mia = await administratorAt(portal, noScripts);
  await mia.goto(`/admin/companies/${acme}`);
  const domains = mia.getByRole('group', { name: 'Email domains' });
  await domains.getByLabel('Email domain', { exact: true }).fill('acme.example');
  await domains.getByRole('button', { name: 'Add', exact: true }).click();
  await see(domains, 'Not saved yet');
  await domains.getByRole('button', { name: 'Remove acme.test' }).click();
  await see(domains, 'Removed when you save');
  await mia.getByLabel('Company name').press('Enter');
  await see(mia, 'Saved.');
  expect(await domains.locator('li .code').allTextContents()).toEqual(['acme.example']);
});
