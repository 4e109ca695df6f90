import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { administratorAt, personAt, seeHeading } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('somebody signs in and out without a mouse', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = await personAt(portal);
  await alice.goto('/');
  await alice.locator('#email:focus').waitFor();
  await alice.keyboard.type(ALICE);
  await alice.keyboard.press('Enter');
  await seeHeading(alice, 'Check your email');
  const { code } = await portal.tokenMailed(ALICE);
  await alice.locator('#token:focus').waitFor();
  await alice.keyboard.type(code);
  await alice.keyboard.press('Enter');
  await seeHeading(alice, 'Hello, Alice Adams');
  await tabTo(alice, 'Sign out');
  await alice.keyboard.press('Enter');
  await seeHeading(alice, 'Sign in to MSP Portal');
});

test('the first Tab of a console page offers to skip its navigation', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal);
  await mia.goto('/admin/companies');
  await mia.keyboard.press('Tab');
  const skip = mia.getByRole('link', { name: 'Skip to main content' });
  expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
  await mia.keyboard.press('Enter');
  await mia.keyboard.press('Tab');
  expect(await focused(mia)).toBe('Add company');
});

test.each([
  ['a telephone', { width: 360, height: 640 }],
  ['a laptop', { width: 1280, height: 720 }],
])('on %s the bar with Save never hides what has the focus', async (_device, viewport) => {
  const portal = await startPortal();
  const domains = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `${name}.acme.example`);
  const acme = await portal.given.company({ domains });
  const mia = await administratorAt(portal, { viewport });
  await mia.goto(`/admin/companies/${acme}`);
  await mia.getByLabel('Company name').fill('Acme Limited');
  const hidden: string[] = [];
  for (let tabs = 0; tabs < 20; tabs++) {
    await mia.keyboard.press('Tab');
    if (await isBehindBar(mia)) hidden.push(await focused(mia));
  }
  expect(hidden).toEqual([]);
});

async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; (await focused(page)) !== name; tabs++) {
    if (tabs === 20) throw new Error(`No Tab leads to ${name}`);
    await page.keyboard.press('Tab');
  }
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute('aria-label') ?? (element?.textContent?.trim() || element?.id) ?? '';
  });
}

/** True when nothing of the focused element can be seen beside the bar. */
async function isBehindBar(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const bar = document.querySelector('.save-bar');
    const element = document.activeElement;
    if (!bar || !element?.closest('form')?.contains(bar) || bar.contains(element)) return false;
    const [own, over] = [element.getBoundingClientRect(), bar.getBoundingClientRect()];
    return own.top >= over.top && own.bottom <= over.bottom;
  });
}
