import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { administratorAt, see, seeHeading } from '../support/person.js';
import { startPortal } from '../support/portal.js';

const ADATUM_SID = 'S-1-5-21-1004336348-1177238915-682003330';

test('a company is added, its domain is put in the list, and Save commits it', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/companies');
  await see(mia, 'No companies yet');
  await mia.getByRole('link', { name: 'Add company' }).click();
  await mia.getByLabel('Company name').fill('Acme Ltd');
  await mia.getByRole('button', { name: 'Add company' }).click();
  await see(mia, 'Acme Ltd is added. Now add its email domains.');

  await addEntry(domainsOf(mia), '@Acme.Example');
  await see(entry(mia, 'acme.example'), 'Not saved yet');
  await see(mia, 'Unsaved changes');
  expect(await savedDomains(mia)).toEqual([]);

  await save(mia);
  await see(mia, 'Saved.');
  expect(await entry(mia, 'acme.example').getByText('Not saved yet').count()).toBe(0);
  expect(await savedDomains(mia)).toEqual(['acme.example']);
});

test('Enter in the field of the list adds, and what was not added yet is saved all the same', async () => {
  const portal = await startPortal();
  const mia = await openCompany(await administratorAt(portal), await portal.given.company({}));
  await mia.getByLabel('Email domain', { exact: true }).fill('acme.example');
  await mia.getByLabel('Email domain', { exact: true }).press('Enter');
  await see(entry(mia, 'acme.example'), 'Not saved yet');
  await mia.getByLabel('Email domain', { exact: true }).fill('acme.test');
  await save(mia);
  await see(mia, 'Saved.');
  expect(await savedDomains(mia)).toEqual(['acme.example', 'acme.test']);
});

test('Remove can be undone until it is saved', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example', 'acme.test'] });
  const mia = await openCompany(await administratorAt(portal), acme);
  for (const domain of ['acme.example', 'acme.test']) {
    await mia.getByRole('button', { name: `Remove ${domain}` }).click();
    await see(entry(mia, domain), 'Removed when you save');
  }
  await mia.getByRole('button', { name: 'Undo the change to acme.test' }).click();
  await mia.getByRole('button', { name: 'Remove acme.test' }).waitFor();
  await save(mia);
  await see(mia, 'Saved.');
  expect(await savedDomains(mia)).toEqual(['acme.test']);
});

test.each([
  ['gmail.com', /anybody can get a mailbox at this provider/],
  ['co.uk', /everybody can register names under this one/],
  ['192.0.2.1', /an IP address cannot be an email domain/],
  ['acme', /Enter the whole domain with its ending/],
  ['ac me.example', /Enter an email domain such as acme\.example/],
  ['onmicrosoft.com', /onmicrosoft\.com itself is everybody’s/],
  ['mine.example', /is in the list already/],
])('%s is refused with the reason, and stays in the field', async (typed, reason) => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['mine.example'] });
  const mia = await openCompany(await administratorAt(portal), acme);
  await addEntry(domainsOf(mia), typed);
  await see(domainsOf(mia), reason);
  expect(await mia.getByLabel('Email domain', { exact: true }).inputValue()).toBe(typed);
});

test('another company’s domain is refused with the way to that company', async () => {
  const portal = await startPortal();
  await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const mia = await openCompany(await administratorAt(portal), await portal.given.company({}));
  await addEntry(domainsOf(mia), 'globex.example');
  await see(domainsOf(mia), 'This email domain belongs to Globex. Remove it there first');
  await mia.getByRole('link', { name: 'Open Globex' }).click();
  await seeHeading(mia, /^Globex/);
});

test('a domain with letters beyond ASCII is shown in both its forms', async () => {
  const portal = await startPortal();
  const mia = await openCompany(await administratorAt(portal), await portal.given.company({}));
  await addEntry(domainsOf(mia), 'Bücher.example');
  await see(entry(mia, 'xn--bcher-kva.example'), 'bücher.example');
});

test('a domain SID is added the same way, and the company is found by it, its domain and its name', async () => {
  const portal = await startPortal();
  await portal.given.company({ name: 'Globex' });
  const acme = await portal.given.company({ name: 'Acme Ltd', domains: ['acme.example'] });
  const mia = await openCompany(await administratorAt(portal), acme);
  await addEntry(mia.getByRole('group', { name: 'Domain SIDs' }), ADATUM_SID);
  await see(entry(mia, ADATUM_SID), 'Not saved yet');
  await save(mia);
  await see(mia, 'Saved.');

  for (const q of [ADATUM_SID, 'acme.exa', 'ACME L']) {
    await mia.goto('/admin/companies');
    await mia.getByLabel('Search companies').fill(q);
    await mia.getByLabel('Search companies').press('Enter');
    await see(mia, `1 company for “${q}”`);
    expect(await mia.getByRole('rowheader').allTextContents()).toEqual(['Acme Ltd']);
  }
});

test('switching a company off asks first, and saves the rest of the form with it', async () => {
  const portal = await startPortal();
  const mia = await openCompany(await administratorAt(portal), await portal.given.company({}));
  await addEntry(domainsOf(mia), 'acme.example');
  await mia.getByLabel('This company is active').uncheck();
  await save(mia);
  await seeHeading(mia, 'Deactivate Acme Ltd?');
  await see(mia, 'Your other changes to it are saved, too.');
  await mia.getByRole('button', { name: 'Deactivate company' }).click();
  await seeHeading(mia, 'Acme Ltd Inactive');
  expect(await savedDomains(mia)).toEqual(['acme.example']);
});

async function openCompany(page: Page, id: string): Promise<Page> {
  await page.goto(`/admin/companies/${id}`);
  return page;
}

function domainsOf(page: Page): Locator {
  return page.getByRole('group', { name: 'Email domains' });
}

function entry(page: Page, value: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByText(value, { exact: true }) });
}

async function addEntry(list: Locator, text: string): Promise<void> {
  await list.getByRole('textbox').fill(text);
  await list.getByRole('button', { name: 'Add', exact: true }).click();
}

async function save(page: Page): Promise<void> {
  await page.locator('.save-bar').getByRole('button', { name: 'Save' }).click();
}

/** What the same page shows in another tab. */
async function savedDomains(page: Page): Promise<(string | null)[]> {
  const tab = await page.context().newPage();
  await tab.goto(`/admin/companies/${/companies\/([^/]+)/.exec(page.url())?.[1]}`);
  const domains = await tab.locator('.entries').first().locator('li .code').allTextContents();
  await tab.close();
  return domains;
}
