import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { PsaKindName } from '../../src/psa/connector.js';
import { en } from '../../src/text/en.js';
import { administratorAt, askAt, personAt, see, seeHeading, signInAt } from '../support/person.js';
import type { FakePsa } from '../support/psa/fake-psa.js';
import { typedInto } from '../support/psa/psa-processes.js';
import { startPsaWorld } from '../support/psa/psa-world.js';
import { startBesideVendor } from '../support/psa/vendor-world.js';

const ANN = 'ann@private.example';

test.each<[kind: PsaKindName, how: string, javaScriptEnabled: boolean]>([
  ['connectwise', '', true],
  ['connectwise', ' without JavaScript', false],
  ['autotask', '', true],
  ['halopsa', '', true],
])(
  'the typed address of somebody unknown ends as a contact under the right company in %s%s',
  {
    timeout: 60_000,
  },
  async (kind, _how, javaScriptEnabled) => {
    const { portal, psa } = await startBesideVendor(kind);
    const vendor = en.psaVendors[kind];
    const acme = givenClients(psa);
    const mia = await administratorAt(portal, { javaScriptEnabled });
    await connect(mia, psa);
    await portal.ctx.psa.idle();
    await mia.goto('/admin/psa');
    await see(mia, '3 companies, 2 contacts');
    await importAll(mia);
    await mia.getByRole('button', { name: 'Add acme.example' }).click();
    await see(mia, 'acme.example is added.');

    const jo = await personAt(portal, { javaScriptEnabled });
    await signInAt(portal, jo, 'jo.smith@acme.example');
    await see(jo, /This is your first time here for Acme Ltd/);
    await jo.getByLabel('First name').fill('Joanna');
    await jo.getByRole('button', { name: 'Continue' }).click();
    await seeHeading(jo, 'Hello, Joanna Smith');
    await portal.ctx.psa.idle();
    const joanna = { companyId: acme, firstName: 'Joanna', lastName: 'Smith', addresses: ['jo.smith@acme.example'] };
    expect(psa.contacts().slice(2)).toMatchObject([{ ...joanna, maySignIn: true }]);

    await mia.goto('/admin/companies');
    await mia.getByRole('link', { name: 'Acme Ltd' }).click();
    await see(mia.getByRole('region', { name: vendor.name }), '2 contacts');
    await see(mia, 'jo.smith@acme.example');
  },
);

test('whom only ConnectWise knows signs in without being asked for a name', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  const ann = await personAt(portal);
  await signInAt(portal, ann, ANN);
  await seeHeading(ann, 'Hello, Ann Lee');
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toHaveLength(1);
});

test('whom ConnectWise knows at two companies chooses one', async () => {
  const { portal, fake, acme, linked } = await startPsaWorld();
  const globex = await linked('Globex');
  for (const companyId of [acme.there, globex.there])
    fake.contact({ companyId, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  const ann = await personAt(portal);
  await signInAt(portal, ann, ANN);
  await seeHeading(ann, 'Which company?');
  await ann.getByRole('button', { name: 'Globex' }).click();
  await seeHeading(ann, 'Hello, Ann Lee');
  await see(ann, 'Globex');
});

test('who is inactive in ConnectWise sees the page that everybody sees, and gets no mail', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN], inactive: true });
  fake.contact({ companyId: acme.there, firstName: 'Bob', emails: ['bob@private.example'] });
  const [ann, bob] = [await personAt(portal), await personAt(portal)];
  await askAt(portal, bob, 'bob@private.example');
  await ann.goto('/login');
  await ann.getByLabel('Email address').fill(ANN);
  await ann.getByRole('button', { name: 'Continue' }).click();
  await seeHeading(ann, 'Check your email');
  expect(await shown(ann, ANN)).toBe(await shown(bob, 'bob@private.example'));
  await portal.ctx.outbox.idle();
  expect(portal.sink.mailsTo(ANN)).toEqual([]);
});

test('the Enter key in a field saves the PSA, and in the search it finds a company to import', async () => {
  const { portal, psa } = await startBesideVendor('connectwise');
  givenClients(psa);
  const mia = await administratorAt(portal);
  await type(mia, psa);
  await mia.getByLabel('Private key', { exact: true }).press('Enter');
  await see(mia, 'The PSA is saved.');
  await portal.ctx.psa.idle();
  await mia.goto('/admin/psa/companies');
  await mia.locator('#q').focus();
  await mia.locator('#q:focus').waitFor();
  await mia.keyboard.type('globex');
  await mia.keyboard.press('Enter');
  await see(mia, '1 company for “globex”');
  await mia.getByRole('button', { name: 'Import Globex' }).press('Enter');
  await see(mia, 'Globex is imported.');
  await see(mia.getByRole('row'), 'Linked to Globex');
});

/** Two clients whose website and one contact agree on a domain, and one whose do not; answers Acme's id. */
function givenClients(psa: FakePsa): string {
  const globex = psa.company({ name: 'Globex', website: 'https://www.globex.example' });
  const acme = psa.company({ name: 'Acme Ltd', website: 'https://www.acme.example/en' });
  psa.company({ name: 'Initech' });
  psa.contact({ companyId: acme, firstName: 'Al', lastName: 'Adams', addresses: ['al@acme.example'] });
  psa.contact({ companyId: globex, firstName: 'Bob', lastName: 'Brown', addresses: ['bob@globex.example'] });
  return acme;
}

/** Chooses the vendor and types what it wants to be told. */
async function type(page: Page, psa: FakePsa): Promise<void> {
  const { kind, ...typed } = typedInto(psa);
  await page.goto('/admin/psa');
  await page.getByRole('link', { name: en.psaVendors[psa.kind].name, exact: true }).click();
  await see(page, en.psaVendors[psa.kind].where);
  for (const [name, value] of Object.entries(typed)) await page.locator(`[name="${name}"]`).fill(String(value));
}

/** Types what the PSA wants, tests it, and saves it. */
async function connect(page: Page, psa: FakePsa): Promise<void> {
  await type(page, psa);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await see(page, 'The connection works.');
  for (const step of ['Signed in', '3 companies can be read', '2 contacts can be read'])
    await see(page.getByRole('listitem'), step);
  await page.locator('[name="secret"]').fill(psa.account().secret);
  await page.locator('.save-bar').getByRole('button', { name: 'Save Settings' }).click();
  await see(page, 'The PSA is saved.');
}

/** From the PSA's page through the dry run to the suggestions. */
async function importAll(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Import and link' }).click();
  await page.getByRole('link', { name: 'Import all at once' }).click();
  await see(page, '3 companies would be added');
  await page.getByRole('button', { name: 'Import 3 companies' }).click();
  await see(page, '3 companies added, 0 companies linked.');
  await seeHeading(page, 'Email domains');
}

/** All that the page of the token says, whatever the address and the time. */
async function shown(page: Page, address: string): Promise<string> {
  await page.getByRole('timer').waitFor();
  const text = await page.locator('main').innerText();
  return text.replaceAll(address, 'ADDRESS').replaceAll(/\d[\d:]*(\s[AP]M)?/g, 'TIME');
}
