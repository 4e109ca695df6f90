import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { setupKey } from '../../src/setup/setup.js';
import { personAt, see, seeHeading, typeCode } from '../support/person.js';
import { type Portal, startPortal } from '../support/portal.js';

const JO = 'jo.smith@acme.example';

test('from a first start to signed in, with nothing configured', async () => {
  const portal = await startPortal({ smtp: false, setUp: false });
  const mia = await personAt(portal);
  await passSetUp(portal, mia);
  await see(mia, 'No mail server is set up yet, so no email is sent.');
  await addAcme(mia);

  const jo = await personAt(portal);
  await askForToken(jo);
  await jo.getByRole('link', { name: 'Open the built-in inbox' }).click();
  await seeHeading(jo, 'Built-in inbox');
  await jo.getByRole('link', { name: /is your MSP Help token$/ }).click();
  const code = await jo.locator('dd code').textContent();
  await jo.goto('/login/token');
  await typeCode(jo, code ?? '');
  await seeHeading(jo, 'What is your name?');
  await jo.getByRole('button', { name: 'Continue' }).click();
  await seeHeading(jo, 'Hello, Jo Smith');
});

test('Login Now works from within the mail as the inbox shows it', async () => {
  const portal = await startPortal({ smtp: false });
  await portal.given.contact(await portal.given.company({}), JO, { first: 'Jo', last: 'Smith' });
  const jo = await personAt(portal, { viewport: { width: 1280, height: 1600 } });
  await askForToken(jo);
  const inbox = await jo.context().newPage();
  await inbox.goto('/dev/inbox');
  await inbox.getByRole('link', { name: /is your MSP Portal token$/ }).click();
  const opened = jo.context().waitForEvent('page');
  await clickInFrame(inbox, inbox.frameLocator('iframe').getByRole('link', { name: 'Login Now' }));
  await seeHeading(await opened, 'Hello, Jo Smith');
  await seeHeading(jo, 'Hello, Jo Smith');
});

test('the button beside the mail works, too', async () => {
  const portal = await startPortal({ smtp: false });
  await portal.given.contact(await portal.given.company({}), JO, { first: 'Jo', last: 'Smith' });
  const jo = await personAt(portal);
  await askForToken(jo);
  await jo.goto('/dev/inbox');
  await jo.getByRole('link', { name: /is your MSP Portal token$/ }).click();
  await jo.getByRole('main').getByRole('link', { name: 'Login Now' }).click();
  await seeHeading(jo, 'Hello, Jo Smith');
});

test('an address that belongs to nobody gets no mail here either', async () => {
  const portal = await startPortal({ smtp: false });
  const jo = await personAt(portal);
  await askForToken(jo);
  await jo.goto('/dev/inbox');
  await see(jo, 'No emails yet');
});

test('the inbox is gone as soon as there is a mail server', async () => {
  const portal = await startPortal();
  const jo = await personAt(portal);
  await askForToken(jo);
  expect(await jo.getByText('Open the built-in inbox').count()).toBe(0);
  await jo.goto('/dev/inbox');
  await seeHeading(jo, 'This page does not exist');
});

async function passSetUp({ ctx }: Portal, page: Page): Promise<void> {
  await page.goto(`/setup?key=${setupKey(ctx.keys.current, ctx.installation)}`);
  await page.getByLabel('Your name').fill('Mia Admin');
  await page.getByLabel('Your email address').fill('mia@msp.example');
  await page.getByLabel('Portal name').fill('MSP Help');
  await page.getByLabel('Sender email address').fill('no-reply@msp.example');
  await page.getByRole('button', { name: 'Create administrator' }).click();
}

async function addAcme(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Add company' }).click();
  await page.getByLabel('Company name').fill('Acme Ltd');
  await page.getByRole('button', { name: 'Add company' }).click();
  await page.getByLabel('Email domain', { exact: true }).fill('acme.example');
  await page.locator('.save-bar').getByRole('button', { name: 'Save' }).click();
  await see(page, 'Saved.');
}

/** With the mouse, as a person does: the frame forbids scripts, and so the scripts by which the driver clicks. */
async function clickInFrame(page: Page, link: Locator): Promise<void> {
  await page.waitForLoadState();
  const box = await link.boundingBox();
  if (!box) throw new Error('The link cannot be seen');
  // Chromium drops a click into a frame that has only just appeared.
  await page.waitForTimeout(600);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function askForToken(page: Page): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Email address').fill(JO);
  await page.getByRole('button', { name: 'Continue' }).click();
  await seeHeading(page, 'Check your email');
}
