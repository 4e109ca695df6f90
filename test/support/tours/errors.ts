import type { BrowserContextOptions } from 'playwright-core';
import { administratorAt, personAt } from '../person.js';
import { startPortal } from '../portal.js';
import { type Look, stopFor } from './stop.js';

/** The pages that nobody wants to see. */
export async function everyErrorPage(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await startPortal();
  const somebody = await personAt(portal, options);
  await somebody.goto('/nowhere');
  await stop(somebody, 'This page does not exist');
  await somebody.goto('/login');
  await somebody.getByLabel('Email address').fill('a'.repeat(20_000));
  await somebody.getByRole('button', { name: 'Continue' }).click();
  await stop(somebody, 'What you sent is too large');

  const mia = await administratorAt(portal, options);
  await mia.goto('/admin/companies/new');
  await mia.getByLabel('Company name').fill('Acme Ltd');
  const formToken = mia.locator('.panel input[name=_csrf]');
  await formToken.evaluate((field) => field.setAttribute('value', 'of another session'));
  await mia.getByRole('button', { name: 'Add company' }).click();
  await stop(mia, 'This page was open for too long');
  await mia.goto('/admin/companies/00000000-0000-7000-8000-000000000000');
  await stop(mia, 'This page does not exist');
  await portal.ctx.db.schema.alterTable('companies').renameTo('lost').execute();
  await mia.goto('/admin/companies');
  await stop(mia, 'Something went wrong here');
  await portal.ctx.db.schema.alterTable('lost').renameTo('companies').execute();
}
