import type { BrowserContextOptions } from 'playwright-core';
import { administratorAt } from '../person.js';
import { type CopiedWorld, startCopiedWorld } from '../psa/copied.js';
import { type Look, stopFor } from './stop.js';

/** The PSA's companies: none, many, linking, importing, email domains, and a company's page with what comes from there. */
export async function everyPageOfPsaCompanies(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const world = await startCopiedWorld('halopsa');
  const mia = await administratorAt(world.portal, options);
  const press = (name: string) => mia.getByRole('button', { name, exact: true }).first().click();
  for (const [path, said] of [
    ['companies', 'No companies yet'],
    ['import', 'No companies yet'],
    ['suggestions', 'No suggestions'],
  ] as const) {
    await mia.goto(`/admin/psa/${path}`);
    await stop(mia, said);
  }
  const { acme, initech } = await givenMany(world);
  await mia.goto('/admin/psa/companies');
  await stop(mia, 'Link to Acme Ltd');
  await mia.goto('/admin/psa/companies?q=nobody&show=linked');
  await stop(mia, 'No company matches');
  await mia.goto('/admin/psa/companies/902');
  await stop(mia, 'Import as new company');
  await mia.goto(`/admin/companies/${initech}/psa`);
  await stop(mia, 'Choose the company in HaloPSA that it is.');
  await mia.goto(`/admin/companies/${initech}`);
  await stop(mia, 'Not linked to a company in HaloPSA');

  await mia.goto('/admin/psa/import?type=Client');
  await mia.getByText('2 companies left out: several there have the same name').click();
  await stop(mia, 'would be added');
  await world.there([{ id: '950', name: 'Meanwhile', types: ['Client'] }]);
  await mia.getByRole('button', { name: /^Import \d+ companies$/ }).click();
  await stop(mia, 'Something has changed meanwhile');
  await mia.getByRole('button', { name: /^Import \d+ companies$/ }).click();
  await stop(mia, '4 suggestions');
  await mia.goto(`/admin/companies/${acme}`);
  await stop(mia, 'Suggested email domain');
  await press('Add acme.example');
  await stop(mia, 'acme.example is added.');
  await mia.goto('/admin/companies?q=umbrella');
  await mia.getByRole('link', { name: 'Umbrella' }).click();
  await stop(mia, 'Suggested email domain');
  const holding = 'The Acme Holding with all of its companies in Europe, the Middle East and Africa';
  await world.there([{ id: '900', name: holding, website: 'acme.example', active: false }]);
  await world.portal.ctx.db.updateTable('contacts').set({ psa_refusal: 'inactive' }).execute();
  await mia.goto(`/admin/companies/${acme}`);
  await stop(mia, 'Inactive in HaloPSA');
  await mia.goto('/admin/companies?q=acme');
  await stop(mia, 'Inactive in HaloPSA');
  await mia.getByRole('link', { name: 'Acme Ltd' }).click();
  await mia.getByRole('link', { name: 'Unlink' }).click();
  await stop(mia, 'Unlink Acme Ltd from HaloPSA?');
}

async function givenMany({ portal, there, people }: CopiedWorld): Promise<{ acme: string; initech: string }> {
  const types = ['Client', 'Managed services'];
  const domains = ['acme.example', 'acme-berlin.example', 'the-whole-of-acme-in-the-middle-east-and-in-africa.example'];
  await there(Array.from({ length: 60 }, (_, at) => ({ id: String(at), name: `Prospect ${at}`, types: ['Prospect'] })));
  await there([
    { id: '900', name: 'ACME Ltd', website: 'https://www.acme.example', types, domains },
    { id: '901', name: 'A company with a rather long name, as some of them have, and another part', types },
    { id: '902', name: 'Globex', website: 'https://a-rather-long-name-for-a-website.globex.example/en/start', types },
    { id: '903', name: 'Double', types },
    { id: '904', name: 'Double', types },
    { id: '905', name: 'Old', types, active: false },
    { id: '906', name: 'Umbrella', website: 'the-corporation-with-the-umbrella-of-raccoon-city.example', types },
  ]);
  await people('900', ['jo@acme.example', 'ann@acme.example']);
  return {
    acme: await portal.given.company({ name: 'Acme Ltd' }),
    initech: await portal.given.company({ name: 'Initech' }),
  };
}
