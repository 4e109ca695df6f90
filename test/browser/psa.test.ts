import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { givenConnectWise } from '../psa/console.js';
import { administratorAt, askAt, personAt, see, seeHeading, signInAt } from '../support/person.js';
import type { FakeConnectWise } from '../support/psa/connectwise/server.js';
import { startPsaWorld } from '../support/psa/psa-world.js';
import type { Fields } from '../support/visitor.js';

const ANN = 'ann@private.example';

test.each([
  ['', true],
  [' without JavaScript', false],
])(
  'the typed address of somebody unknown ends as a contact under the right company in ConnectWise%s',
  {
    timeout: 60_000,
  },
  async (_how, javaScriptEnabled) => {
    const { portal, fake, typed } = await givenConnectWise();
    const acme = givenClients(fake);
    const mia = await administratorAt(portal, { javaScriptEnabled });
    await connect(mia, typed);
    await portal.ctx.psa.idle();
    await mia.reload();
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
    const joanna = {
      firstName: 'Joanna',
      lastName: 'Smith',
      company: { id: acme, name: 'Acme Ltd' },
      disablePortalLoginFlag: false,
      communicationItems: [{ communicationType: 'Email', value: 'jo.smith@acme.example' }],
    };
    expect(fake.contacts().filter(({ firstName }) => firstName === 'Joanna')).toMatchObject([joanna]);

    await mia.goto('/admin/companies');
    await mia.getByRole('link', { name: 'Acme Ltd' }).click();
    await see(mia.getByRole('region', { name: 'ConnectWise' }), '2 contacts');
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
  const { portal, fake, typed } = await givenConnectWise();
  givenClients(fake);
  const mia = await administratorAt(portal);
  await type(mia, typed);
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
function givenClients(fake: FakeConnectWise): number {
  const globex = fake.company({ name: 'Globex', website: 'https://www.globex.example' }).id;
  const acme = fake.company({ name: 'Acme Ltd', website: 'https://www.acme.example/en' }).id;
  fake.company({ name: 'Initech' });
  fake.contact({ companyId: acme, firstName: 'Al', lastName: 'Adams', emails: ['al@acme.example'] });
  fake.contact({ companyId: globex, firstName: 'Bob', lastName: 'Brown', emails: ['bob@globex.example'] });
  return acme;
}

async function type(page: Page, { kind, ...typed }: Fields): Promise<void> {
  await page.goto('/admin/psa');
  for (const [name, value] of Object.entries(typed)) await page.locator(`[name="${name}"]`).fill(String(value));
}

/** Types what the PSA wants, tests it, and saves it. */
async function connect(page: Page, typed: Fields): Promise<void> {
  await type(page, typed);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await see(page, 'The connection works.');
  for (const step of ['The keys are right', '3 companies can be read', '2 contacts can be read'])
    await see(page.getByRole('listitem'), step);
  await page.getByLabel('Private key', { exact: true }).fill(String(typed.private_key));
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
