import type { BrowserContextOptions, Page } from 'playwright-core';
import { givenConnectWise, link } from '../../psa/console.js';
import { administratorAt } from '../person.js';
import { type Look, stopFor } from './stop.js';

/** System > PSA: nothing yet, typing it with mistakes, testing it, saving it, and its end. */
export async function everyPageOfPsa(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const { portal, fake, typed } = await givenConnectWise();
  const there = fake.company({ name: 'Acme Ltd' });
  const mia = await administratorAt(portal, options);
  await mia.goto('/admin/psa');
  await stop(mia, 'Which PSA do you have?');
  for (const [vendor, legend] of [
    ['HaloPSA', 'API application of HaloPSA'],
    ['Autotask', 'API user of Autotask'],
    ['ConnectWise', 'Keys of ConnectWise'],
  ] as const) {
    await mia.getByRole('link', { name: vendor, exact: true }).click();
    await stop(mia, legend);
  }
  await press(mia, 'Save Settings');
  await stop(mia, 'Enter the company ID as you enter it');
  await mia.getByText('What the API member’s security role needs').click();
  const { kind: _kind, ...fields } = typed;
  await fill(mia, { ...fields, secret: 'wrong' });
  await press(mia, 'Test connection');
  await stop(mia, 'The connection does not work yet.');
  await fill(mia, { secret: fields.secret ?? '' });
  await press(mia, 'Test connection');
  await stop(mia, 'Enter the private key again before you save');
  await press(mia, 'Save Settings');
  await stop(mia, 'Enter the private key: none is saved yet');
  await fill(mia, { secret: fields.secret ?? '' });
  await press(mia, 'Save Settings');
  await stop(mia, 'The PSA is saved.');
  await portal.ctx.psa.idle();
  await mia.reload();
  await stop(mia, 'Answers');

  await press(mia, 'Test connection');
  await stop(mia, '1 company can be read');
  await link(portal, there.id, await portal.given.company({}));
  await fill(mia, { company_id: 'fabrikam' });
  await press(mia, 'Save Settings');
  await stop(mia, '1 company is linked to the PSA that is connected now.');
  await mia.getByRole('link', { name: 'Disconnect the PSA' }).click();
  await stop(mia, 'Disconnect ConnectWise?');
  await press(mia, 'Disconnect');
  await stop(mia, 'The PSA is disconnected.');
}

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(value);
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).filter({ visible: true }).last().click();
}
