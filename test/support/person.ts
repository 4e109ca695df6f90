import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Email } from 'postal-mime';
import { expect, onTestFinished } from 'vitest';
import { launchBrowser, newPerson, violations } from './browser.js';
import type { Portal } from './portal.js';
import { ALICE, type MailedToken } from './sign-in.js';

/** Somebody with a browser of their own, at the portal's address. */
export async function personAt(portal: Portal, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await newPerson(await launchBrowser(), { baseURL: portal.url, ...options });
  onTestFinished(() => expect(violations(page).filter(isNotTheDriver)).toEqual([]));
  return page;
}

/** The first administrator, signed in to the console already. */
export async function administratorAt(portal: Portal, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await personAt(portal, options);
  const name = 'latchkey-console';
  await page.context().addCookies([{ name, value: portal.administrator.cookie(name) ?? '', url: portal.url }]);
  return page;
}

/** Types the address into the dialog of this door, and waits for the token that is mailed for it. */
export async function askAt(portal: Portal, page: Page, address = ALICE, door = '/login'): Promise<MailedToken> {
  const before = portal.sink.mailsTo(address).length;
  await page.goto(door);
  await page.getByLabel('Email address').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
  await seeHeading(page, 'Check your email');
  return portal.tokenMailed(address, before + 1);
}

/** Signs in by typing the code, up to whatever comes after the token. */
export async function signInAt(portal: Portal, page: Page, address = ALICE, door = '/login'): Promise<void> {
  const { code } = await askAt(portal, page, address, door);
  await typeCode(page, code);
  await page.waitForURL((url) => !url.pathname.endsWith('/token'));
}

export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Pastes as the keyboard does, from this computer's real clipboard. */
export async function paste(field: Locator, text: string): Promise<void> {
  const page = field.page();
  await page.waitForLoadState(); // by then the page's script listens
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await field.press('ControlOrMeta+V');
}

/** Opens the mail as a webmail on another site shows it and clicks Login Now; answers the tab that opens. */
export async function clickLoginNow(page: Page, mail: Email | undefined): Promise<Page> {
  const webmail = await page.context().newPage();
  await webmail.setContent(mail?.html ?? '');
  const opened = page.context().waitForEvent('page');
  await webmail.getByRole('link', { name: 'Login Now' }).click();
  return opened;
}

/** Waits until the page says what it is. */
export async function seeHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: typeof name === 'string' }).waitFor();
}

export async function see(page: Page | Locator, text: string | RegExp): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** The script by which the driver listens to every page is refused in the inbox' frame, where no script may run. */
function isNotTheDriver(complaint: string): boolean {
  return !/^Blocked script execution in '[^']*\/dev\/inbox\/\w+\/html' because/.test(complaint);
}
