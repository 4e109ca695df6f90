import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { setupKey } from '../../src/setup/setup.js';
import { askAt, personAt, see, seeHeading, typeCode } from '../support/person.js';
import { type Portal, startPortal } from '../support/portal.js';

const MIA = 'mia@msp.example';

test('the printed link leads to the console, and the mail leads there again', async () => {
  const portal = await startPortal({ setUp: false });
  const mia = await personAt(portal);
  await setUp(portal, mia);
  await seeHeading(mia, 'Companies');
  await see(mia, 'MSP Help is set up. Add your first company next.');

  await mia.getByRole('button', { name: 'Sign out' }).click();
  await seeHeading(mia, 'Sign in to the console');
  const { code } = await askAt(portal, mia, MIA, '/admin/login');
  await typeCode(mia, code);
  await seeHeading(mia, 'Companies');
  await see(mia, 'Mia Admin');
});

test('Passwordless is ticked on the set-up page, and people can sign in as soon as it is passed', async () => {
  const portal = await startPortal({ setUp: false });
  const mia = await personAt(portal);
  await mia.goto(printedLink(portal));
  expect(await mia.getByLabel('Enable Passwordless').isChecked()).toBe(true);
  await setUp(portal, mia);
  const somebody = await personAt(portal);
  await somebody.goto('/');
  await seeHeading(somebody, 'Sign in to MSP Help');
});

test('a mistake is named beside its field, and what was typed stays', async () => {
  const portal = await startPortal({ setUp: false });
  const mia = await personAt(portal);
  await setUp(portal, mia, { 'Your email address': 'mia.msp.example' });
  await see(mia, 'There is a problem');
  await mia.getByRole('link', { name: /^Enter the whole email address|^Enter your whole email address/ }).click();
  const field = mia.getByLabel('Your email address');
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await field.inputValue()).toBe('mia.msp.example');
  expect(await mia.getByLabel('Your name').inputValue()).toBe('Mia Admin');
  expect(await mia.title()).toMatch(/^Error: /);
});

test('the printed link is dead once somebody has used it', async () => {
  const portal = await startPortal();
  const stranger = await personAt(portal);
  await stranger.goto(printedLink(portal));
  await seeHeading(stranger, 'This page does not exist');
});

test('an administrator is sent back to the page of the console that they asked for', async () => {
  const portal = await startPortal();
  const mia = await personAt(portal);
  await mia.goto('/admin/mail-token');
  await mia.getByLabel('Email address').fill(MIA);
  await mia.getByRole('button', { name: 'Continue' }).click();
  await typeCode(mia, (await portal.tokenMailed(MIA)).code);
  await seeHeading(mia, 'Mail Token');
});

function printedLink({ ctx }: Portal): string {
  return `/setup?key=${setupKey(ctx.keys.current, ctx.installation)}`;
}

async function setUp(portal: Portal, page: Page, changed: Record<string, string> = {}): Promise<void> {
  await page.goto(printedLink(portal));
  const typed = {
    'Your name': 'Mia Admin',
    'Your email address': MIA,
    'Portal name': 'MSP Help',
    'Sender email address': 'no-reply@msp.example',
    ...changed,
  };
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: 'Create administrator' }).click();
}
