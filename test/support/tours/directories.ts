import type { BrowserContextOptions, Page } from 'playwright-core';
import { forest } from '../forest.js';
import { administratorAt } from '../person.js';
import { startPortal } from '../portal.js';
import { type Look, stopFor } from './stop.js';

/** A company's directories and System > Contact creation. */
export async function everyPageOfDirectories(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  const mia = await administratorAt(portal, options);
  await mia.goto(`/admin/companies/${acme}/directories/new`);
  await stop(mia, 'Add directory to Acme Ltd');
  await press(mia, 'Save');
  await stop(mia, 'Enter a name for the directory');
  await fill(mia, {
    Name: 'Acme AD',
    'LDAP addresses': 'ldaps://127.0.0.1:1 127.0.0.1:2',
    'Base DN': 'DC=acme,DC=example',
  });
  await mia.getByText('Sign in as somebody for the test').click();
  await fill(mia, { 'User name for the test': 'ACME\\jo' });
  await press(mia, 'Test connection');
  await stop(mia, 'Enter the password of the user for the test');
  await fill(mia, { 'User name for the test': '' });
  await press(mia, 'Test connection');
  await stop(mia, 'It refuses the connection');
  await press(mia, 'Save');
  await stop(mia, 'Acme AD is saved.');
  await mia.getByRole('link', { name: 'Acme Ltd' }).click();
  await stop(mia, 'Nobody can sign in with a Windows password yet');
  await mia.getByRole('link', { name: 'Acme AD' }).click();
  await mia.getByRole('link', { name: 'Remove directory' }).click();
  await stop(mia, 'Remove Acme AD?');

  await mia.goto('/admin/contact-creation');
  await stop(mia, 'What would happen under “Directory decides”');
  await mia.getByLabel('No creation', { exact: true }).check();
  await stop(mia, 'What would happen under “No creation”');
}

/** A directory that answers: what a test of the connection sees, and the SID that it offers. */
export async function everyPageOfLiveDirectory(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const { ldaps, ca, baseDn, serviceAccount } = await forest('acme');
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const mia = await administratorAt(portal, options);
  await mia.goto(`/admin/companies/${acme}/directories/new`);
  await fill(mia, { Name: 'Acme AD', 'LDAP addresses': ldaps, 'CA certificate': ca, 'Base DN': baseDn });
  await fill(mia, { 'User name': serviceAccount.userName, Password: serviceAccount.password });
  await press(mia, 'Test connection');
  await stop(mia, 'The connection works.');
  await press(mia, 'Add this SID to the company');
  await stop(mia, 'is added to this company.');
}

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).filter({ visible: true }).last().click();
}
