import type { BrowserContextOptions, Page } from 'playwright-core';
import { givenConnectWise, link } from '../../psa/console.js';
import { administratorAt } from '../person.js';
import { type Look, stopFor } from './stop.js';

/** System > PSA: from nothing to a connection with everything that can need attention, and its end. */
export async function everyPageOfPsa(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const { portal, fake, typed } = await givenConnectWise();
  const there = fake.company({ name: 'Acme Ltd' });
  const mia = await administratorAt(portal, options);
  await mia.goto('/admin/psa');
  await press(mia, 'Save Settings');
  await stop(mia, 'Enter the company ID as you enter it');
  await mia.getByText('What the API member’s security role needs').click();
  for (const [name, value] of Object.entries(typed).filter(([name]) => name !== 'kind'))
    await mia.locator(`[name="${name}"]`).fill(value);
  await press(mia, 'Test connection');
  await stop(mia, 'Enter the private key again before you save');
  await mia.getByLabel('Private key', { exact: true }).fill(typed.private_key ?? '');
  await press(mia, 'Save Settings');
  await portal.ctx.psa.idle();
  await link(portal, there.id, await givenAttention(portal));
  await fake.stop();
  await mia.goto('/admin/psa');
  await press(mia, 'Sync now');
  await portal.ctx.psa.idle();
  await mia.goto('/admin/psa');
  await stop(mia, 'Needs attention');
  await mia.getByRole('link', { name: 'Disconnect the PSA' }).click();
  await stop(mia, 'Disconnect ConnectWise?');
}

/** Everything that can need attention, at one company. */
async function givenAttention(portal: Awaited<ReturnType<typeof givenConnectWise>>['portal']): Promise<string> {
  const { db, clock } = portal.ctx;
  const acme = await portal.given.company({});
  const job = { state: 'attention', detail: 'What ConnectWise said', tries: 9, created_at: clock() } as const;
  for (const reason of ['unreachable', 'unauthorized', 'refused', 'several', 'elsewhere', 'other-contact']) {
    const contact_id = await portal.given.contact(acme, `${reason}@acme.example`);
    await db
      .insertInto('psa_creations')
      .values({ ...job, contact_id, reason, next_try_at: clock() })
      .execute();
  }
  const globex = await portal.given.company({ name: 'Globex' });
  const contact_id = await portal.given.contact(globex, 'bob@globex.example', { first: 'Bob' });
  const later = clock() + 3_600_000;
  await db
    .insertInto('psa_creations')
    .values({ ...job, contact_id, state: 'waiting', reason: 'company-not-linked', next_try_at: later })
    .execute();
  const note = { company_id: acme, subject: 'al@acme.example', detail: 'Al -> Alice', created_at: clock() };
  const kinds = ['double', 'moved', 'renamed'] as const;
  await db
    .insertInto('psa_notes')
    .values(kinds.map((kind) => ({ ...note, kind })))
    .execute();
  return acme;
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).filter({ visible: true }).last().click();
}
