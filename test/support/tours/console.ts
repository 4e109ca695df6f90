import type { BrowserContextOptions, Page } from 'playwright-core';
import { administratorAt } from '../person.js';
import { type Portal, startPortal } from '../portal.js';
import { ALICE } from '../sign-in.js';
import { type Look, stopFor } from './stop.js';

/** The rooms of the console, empty, full and with mistakes. */
export async function everyPageOfConsole(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await startPortal();
  const mia = await administratorAt(portal, options);
  await mia.goto('/admin/companies');
  await stop(mia, 'No companies yet');
  await mia.goto('/admin/companies/new');
  await press(mia, 'Add company');
  await stop(mia, 'Enter the company name');
  const { acme, alice } = await givenManyCompanies(portal);
  await mia.goto('/admin/companies');
  await stop(mia, '54 companies');
  await mia.goto('/admin/companies?q=nobody');
  await stop(mia, 'No company matches');

  await mia.goto(`/admin/companies/${acme}`);
  await stop(mia, 'bücher.example');
  await mia.getByRole('button', { name: 'Remove acme.example' }).click();
  for (const domain of ['acme.test', 'globex.example']) {
    await mia.getByLabel('Email domain', { exact: true }).fill(domain);
    await mia.getByLabel('Email domain', { exact: true }).press('Enter');
  }
  await stop(mia, 'This email domain belongs to Globex');
  await mia.goto(`/admin/companies/${acme}/contacts/new`);
  await press(mia, 'Add contact');
  await stop(mia, 'Enter the first name');
  await mia.goto(`/admin/companies/${acme}/contacts/${alice}/deactivation`);
  await stop(mia, 'Deactivate Alice Adams?');
  await press(mia, 'Deactivate');
  await stop(mia, 'Alice Adams is deactivated');

  await mia.goto('/admin/administrators');
  await stop(mia, 'They can open this console.');
  await mia.goto('/admin/administrators/new');
  await press(mia, 'Invite');
  await stop(mia, 'Enter the name');
  await mia.goto('/admin/mail-token');
  await stop(mia, 'People sign in with a token');
  await press(mia, 'Send test email');
  await mia.getByText('The conversation with the mail server').click();
  await stop(mia, 'The mail server took the test email');
  await mia.getByLabel('Sender email address').fill('nobody');
  await press(mia, 'Save Settings');
  await stop(mia, 'Unsaved changes');
  await mia.goto('/admin/sessions/end');
  await stop(mia, 'Sign out everybody who is signed in?');
  await mia.goto('/admin/mail-server');
  await stop(mia, 'Set by SMTP_URL in the environment');
  await press(mia, 'Sign out');
  await stop(mia, 'Sign in to the console');
}

async function givenManyCompanies({ given }: Portal): Promise<{ acme: string; alice: string }> {
  for (let number = 1; number <= 52; number++) await given.company({ name: `Company ${number}` });
  await given.company({ name: 'Globex', domains: ['globex.example'], active: false });
  const acme = await given.company({
    name: 'Acme Ltd',
    domains: ['acme.example', 'xn--bcher-kva.example', 'a-rather-long-name-for-the-domain-of-a-company.acme.example'],
    sids: ['S-1-5-21-1004336348-1177238915-682003330'],
  });
  await given.contact(acme, 'bob.brown@acme.example', { first: 'Bob', last: 'Brown', active: false });
  return { acme, alice: await given.contact(acme, ALICE) };
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}
