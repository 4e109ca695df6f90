import { expect, test } from 'vitest';
import { administratorAt, askAt, personAt, see, seeHeading, signInAt, typeCode } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('a contact is added and can sign in with an address of any domain', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  const mia = await administratorAt(portal);
  await mia.goto(`/admin/companies/${companyId}`);
  await mia.getByRole('link', { name: 'Add contact' }).click();
  await mia.getByLabel('First name').fill('Bob');
  await mia.getByLabel('Last name').fill('Brown');
  await mia.getByLabel('Email address').fill('bob@gmail.com');
  await mia.getByRole('button', { name: 'Add contact' }).click();
  await see(mia, 'Bob Brown is added and can sign in.');

  const bob = await personAt(portal);
  await signInAt(portal, bob, 'bob@gmail.com');
  await seeHeading(bob, 'Hello, Bob Brown');
});

test('an address that the company has already is refused, and the names stay', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  const mia = await administratorAt(portal);
  await mia.goto(`/admin/companies/${companyId}/contacts/new`);
  await mia.getByLabel('First name').fill('Alina');
  await mia.getByLabel('Last name').fill('Adams');
  await mia.getByLabel('Email address').fill(ALICE);
  await mia.getByRole('button', { name: 'Add contact' }).click();
  await see(mia, 'This company has a contact with this email address already');
  expect(await mia.getByLabel('First name').inputValue()).toBe('Alina');
});

test('deactivating asks first, signs the contact out, and can be taken back', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  const alice = await personAt(portal);
  await signInAt(portal, alice);
  const mia = await administratorAt(portal);
  await mia.goto(`/admin/companies/${companyId}`);
  await mia.getByRole('link', { name: 'Deactivate: Alice Adams' }).click();
  await seeHeading(mia, 'Deactivate Alice Adams?');
  await alice.reload();
  await seeHeading(alice, 'Hello, Alice Adams');

  await mia.getByRole('button', { name: 'Deactivate' }).click();
  await see(mia, 'Alice Adams is deactivated and signed out everywhere.');
  await alice.reload();
  await seeHeading(alice, 'Sign in to MSP Portal');

  await mia.getByRole('link', { name: 'Activate: Alice Adams' }).click();
  await mia.getByRole('button', { name: 'Activate' }).click();
  await see(mia, 'Alice Adams can sign in again.');
  portal.passMs(30_000);
  await signInAt(portal, alice);
  await seeHeading(alice, 'Hello, Alice Adams');
});

test('ending a contact’s sessions signs them out and lets them in again', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  const alice = await personAt(portal);
  await signInAt(portal, alice);
  const mia = await administratorAt(portal);
  await mia.goto(`/admin/companies/${companyId}`);
  await mia.getByRole('link', { name: 'End sessions: Alice Adams' }).click();
  await mia.getByRole('button', { name: 'End sessions' }).click();
  await see(mia, '1 session is ended.');
  await alice.reload();
  await seeHeading(alice, 'Sign in to MSP Portal');
});

test('an invited administrator gets a mail and signs in with it', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/administrators');
  await mia.getByRole('link', { name: 'Invite administrator' }).click();
  await mia.getByLabel('Name', { exact: true }).fill('Nora Night');
  await mia.getByLabel('Email address').fill('nora@msp.example');
  await mia.getByRole('button', { name: 'Invite' }).click();
  await see(mia, 'Nora Night is an administrator now. An email is on its way.');

  const [mail] = await portal.sink.waitForMail('nora@msp.example');
  const nora = await personAt(portal);
  await nora.goto(/http\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  await seeHeading(nora, 'Sign in to the console');
  await nora.getByLabel('Email address').fill('nora@msp.example');
  await nora.getByRole('button', { name: 'Continue' }).click();
  await typeCode(nora, (await portal.tokenMailed('nora@msp.example', 2)).code);
  await seeHeading(nora, 'Companies');
});

test('a removed administrator is out at once, and the last one cannot be removed', async () => {
  const portal = await startPortal();
  await portal.administrator.post('/admin/administrators', { name: 'Nora Night', address: 'nora@msp.example' });
  const nora = await personAt(portal);
  await portal.sink.waitForMail('nora@msp.example');
  const { code } = await askAt(portal, nora, 'nora@msp.example', '/admin/login');
  await typeCode(nora, code);
  await seeHeading(nora, 'Companies');

  const mia = await administratorAt(portal);
  await mia.goto('/admin/administrators');
  await mia.getByRole('link', { name: 'Remove Nora Night' }).click();
  await seeHeading(mia, 'Remove Nora Night?');
  await mia.getByRole('button', { name: 'Remove administrator' }).click();
  await see(mia, 'Nora Night is no longer an administrator.');
  await nora.reload();
  await seeHeading(nora, 'Sign in to the console');

  await mia.getByRole('link', { name: 'Remove Mia Admin' }).click();
  await see(mia, 'This is the last administrator. Invite another one first.');
  expect(await mia.getByRole('rowheader').count()).toBe(1);
});
