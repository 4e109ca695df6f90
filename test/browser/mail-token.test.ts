import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { administratorAt, askAt, personAt, see, seeHeading, typeCode } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('what is changed is marked as unsaved, and kept once it is saved', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/mail-token');
  const mark = mia.getByText('Unsaved changes');
  expect(await mark.isVisible()).toBe(false);
  await mia.getByLabel('Portal name').fill('MSP Help Desk');
  await mia.getByLabel('Help contact').fill('Call 555 0100');
  expect(await mark.isVisible()).toBe(true);

  await save(mia);
  await see(mia, 'The settings are saved.');
  expect(await mark.isVisible()).toBe(false);
  await mia.reload();
  expect(await mia.getByLabel('Portal name').inputValue()).toBe('MSP Help Desk');
  expect(await mia.getByText('The settings are saved.').count()).toBe(0);
  const somebody = await personAt(portal);
  await somebody.goto('/login');
  await seeHeading(somebody, 'Sign in to MSP Help Desk');
});

test('leaving with unsaved changes is asked about; without any it is not', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  const asked: string[] = [];
  mia.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await mia.goto('/admin/mail-token');
  await mia.getByLabel('Portal name').fill('Another name');
  await mia.getByRole('link', { name: 'Companies' }).click({ noWaitAfter: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  expect(await mia.getByLabel('Portal name').inputValue()).toBe('Another name');

  await save(mia);
  await see(mia, 'The settings are saved.');
  await mia.getByRole('link', { name: 'Companies' }).click();
  await seeHeading(mia, 'Companies');
  expect(asked).toHaveLength(1);
});

test('a mistake keeps everything that was typed, and nothing is saved', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/mail-token');
  await mia.getByLabel('Enable Passwordless').uncheck();
  await mia.getByLabel('Sender email address').fill('nobody');
  await mia.getByLabel('Keep people signed in for').fill('4000');
  await mia.getByLabel('Sender display name').fill('The desk');
  await save(mia);
  await see(mia, 'There is a problem');
  await see(mia, 'Enter a number of days from 1 to 365');
  expect(await mia.getByLabel('Enable Passwordless').isChecked()).toBe(false);
  expect(await mia.getByLabel('Sender email address').inputValue()).toBe('nobody');
  expect(await mia.getByLabel('Keep people signed in for').inputValue()).toBe('4000');
  expect(await mia.getByLabel('Sender display name').inputValue()).toBe('The desk');
  expect(await mia.getByText('Unsaved changes').isVisible()).toBe(true);

  await mia.getByRole('link', { name: 'Mail Token' }).click();
  await expect.poll(() => mia.getByLabel('Sender email address').inputValue()).toBe('no-reply@msp.example');
});

test('the test email goes to whom it should, with the conversation beside it', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/mail-token');
  await see(mia, 'MSP Portal <no-reply@msp.example>');
  expect(await mia.getByLabel('Send to').inputValue()).toBe('mia@msp.example');
  await mia.getByRole('button', { name: 'Send test email' }).click();
  await see(mia, /The mail server took the test email for mia@msp\.example\./);
  await mia.getByText('The conversation with the mail server').click();
  await see(mia, /RCPT TO:<mia@msp\.example>/);
  expect(portal.sink.mailsTo('mia@msp.example')).toHaveLength(1);
});

test('a mail server that refuses is quoted, and its conversation is open', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  portal.sink.refuse('mail', 550, 'This sender is not welcome');
  await mia.goto('/admin/mail-token');
  await mia.getByRole('button', { name: 'Send test email' }).click();
  await see(mia, /The test email for mia@msp\.example was not sent\./);
  await see(mia.getByRole('list').filter({ hasText: 'MAIL FROM' }), /550 This sender is not welcome/);
});

test('with Passwordless off nobody can sign in, except administrators', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  const { code } = await askAt(portal, alice, ALICE);
  const mia = await administratorAt(portal);
  await mia.goto('/admin/mail-token');
  await mia.getByLabel('Enable Passwordless').uncheck();
  await save(mia);
  await see(mia, 'The settings are saved.');

  await typeCode(alice, code);
  await seeHeading(alice, 'Sign-in is not switched on');
  const admin = await personAt(portal);
  await typeCode(admin, (await askAt(portal, admin, 'mia@msp.example', '/admin/login')).code);
  await seeHeading(admin, 'Companies');
});

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save Settings' }).click();
}
