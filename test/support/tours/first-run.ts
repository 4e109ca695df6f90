import type { BrowserContextOptions } from 'playwright-core';
import { setupKey } from '../../../src/setup/setup.js';
import { personAt } from '../person.js';
import { startPortal } from '../portal.js';
import { ALICE } from '../sign-in.js';
import { type Look, stopFor } from './stop.js';

/** The pages of a portal without a mail server: set-up, the built-in inbox, and where the mail server is set up. */
export async function everyPageOfFirstRun(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await startPortal({ smtp: false, setUp: false });
  const mia = await personAt(portal, options);
  await mia.goto(`/setup?key=${setupKey(portal.ctx.keys.current, portal.ctx.installation)}`);
  await stop(mia, 'Set up your portal');
  await mia.getByRole('button', { name: 'Create administrator' }).click();
  await stop(mia, 'Enter your name');
  await mia.getByLabel('Your name').fill('Mia Admin');
  await mia.getByLabel('Your email address').fill('mia@msp.example');
  await mia.getByLabel('Portal name').fill('MSP Portal');
  await mia.getByLabel('Sender email address').fill('no-reply@msp.example');
  await mia.getByRole('button', { name: 'Create administrator' }).click();
  await stop(mia, 'MSP Portal is set up.');
  await mia.goto('/dev/inbox');
  await stop(mia, 'No emails yet');

  await portal.given.contact(await portal.given.company({}), ALICE);
  const alice = await personAt(portal, options);
  await alice.goto('/login');
  await alice.getByLabel('Email address').fill(ALICE);
  await alice.getByRole('button', { name: 'Continue' }).click();
  await stop(alice, 'Open the built-in inbox');
  await alice.getByRole('link', { name: 'Open the built-in inbox' }).click();
  await stop(alice, 'Look again');
  await alice.getByRole('link', { name: /is your MSP Portal token$/ }).click();
  await stop(alice, 'As plain text');

  await mia.goto('/admin/mail-server');
  await stop(mia, 'None: emails are not sent.');
  await mia.getByLabel('Host').fill('127.0.0.1');
  await mia.getByLabel('Port', { exact: true }).fill(new URL(portal.sink.url).port);
  await mia.getByLabel('None: only inside your own network').check();
  await mia.getByRole('button', { name: 'Test connection' }).click();
  await stop(mia, 'The mail server answers and accepts the sign-in.');
  await mia.getByRole('button', { name: 'Save Settings' }).click();
  await stop(mia, 'The mail server is saved.');
  await mia.goto('/admin/mail-server/removal');
  await stop(mia, 'Remove the mail server?');
}
