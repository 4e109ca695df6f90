import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { paste, personAt, see, seeHeading, typeCode } from '../support/person.js';
import { startPortal } from '../support/portal.js';

const GONE = 'Your directory cannot be reached right now.';

test('Monday 8:59: the controller dies after the address was typed, and Jo is in by email token all the same', async () => {
  const { portal, controller, jo, page } = await givenJoAtWindows();
  await typeAddress(page, jo.mail);
  await page.getByRole('button', { name: 'Sign in with your Windows account' }).click();
  await controller.kill();
  await typePassword(page, jo.password);
  await see(page, GONE);
  expect(await mainButtonOf(page)).toBe('Sign in using email token');
  expect(await page.content()).not.toContain(jo.password);

  await page.getByRole('button', { name: 'Sign in using email token' }).click();
  await paste(page.getByLabel('Token', { exact: true }), (await portal.tokenMailed(jo.mail)).code);
  await seeHeading(page, 'Hello, Alice Adams');
});

test('Monday 8:59 without a mouse: after the bad news, Tab and Enter send the email token', async () => {
  const { portal, controller, jo, page } = await givenJoAtWindows();
  await page.goto('/login');
  await page.locator('#email:focus').waitFor();
  await page.keyboard.type(jo.mail);
  await page.keyboard.press('Enter');
  await seeHeading(page, 'How do you want to sign in?');
  await page.getByRole('link', { name: 'Use another email address' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await seeHeading(page, 'Sign in with your Windows account');
  await controller.kill();
  await page.locator('#password:focus').waitFor();
  await page.keyboard.type(jo.password);
  await page.keyboard.press('Enter');
  await see(page, GONE);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await seeHeading(page, 'Check your email');
  const { code } = await portal.tokenMailed(jo.mail);
  await page.locator('#token:focus').waitFor();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await seeHeading(page, 'Hello, Alice Adams');
});

test('Monday 8:59 without JavaScript, and the controller is back when the password is tried again', async () => {
  const { portal, controller, jo, page } = await givenJoAtWindows({ javaScriptEnabled: false });
  await controller.kill();
  await typeAddress(page, jo.mail);
  await page.getByRole('button', { name: 'Sign in with your Windows account' }).click();
  await typePassword(page, jo.password);
  await page.getByRole('button', { name: 'Sign in using email token' }).click();
  await typeCode(page, (await portal.tokenMailed(jo.mail)).code);
  await seeHeading(page, 'Hello, Alice Adams');

  const again = await personAt(portal, { javaScriptEnabled: false });
  await typeAddress(again, jo.mail);
  await again.getByRole('button', { name: 'Sign in with your Windows account' }).click();
  await typePassword(again, jo.password);
  await see(again, GONE);
  await controller.start();
  await again.getByText('Try the Windows password again').click();
  await typePassword(again, jo.password);
  await seeHeading(again, 'Hello, Alice Adams');
});

test('a wrong password is said at its field, which is empty again, and the right one signs in', async () => {
  const { jo, page } = await givenJoAtWindows();
  await typeAddress(page, jo.mail);
  await page.getByRole('button', { name: 'Sign in with your Windows account' }).click();
  await typePassword(page, 'Wr0ng Passw0rd');
  const field = page.getByLabel('Windows password');
  await page.getByRole('alert').getByRole('link', { name: 'That password is not right' }).click();
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await describedBy(page, '#password')).toContain('That password is not right');
  expect(await field.inputValue()).toBe('');
  expect(await mainButtonOf(page)).toBe('Sign in');
  await typePassword(page, jo.password);
  await seeHeading(page, 'Hello, Alice Adams');
});

test.each([true, false])(
  'somebody with another Windows user name opens the part for it, scripts %s',
  async (scripts) => {
    const { jo, page } = await givenJoAtWindows({ javaScriptEnabled: scripts });
    await typeAddress(page, 'jo.smith@acme.example');
    await page.getByRole('button', { name: 'Sign in with your Windows account' }).click();
    await page.getByText('My Windows user name is different').click();
    await page.getByLabel('Windows user name').fill('NOWHERE\\jo');
    await typePassword(page, jo.password);
    await see(page, 'we do not know the domain that you entered');
    expect(await page.getByLabel('Windows user name').inputValue(), 'it is still open, with what was typed').toBe(
      'NOWHERE\\jo',
    );
    await page.getByLabel('Windows user name').fill(`ACME\\${jo.userName}`);
    await typePassword(page, jo.password);
    await seeHeading(page, 'Hello, Alice Adams');
  },
);

test('the password page tells a password manager whose password it is', async () => {
  const { jo, page } = await givenJoAtWindows();
  await typeAddress(page, jo.mail);
  await page.getByRole('button', { name: 'Sign in with your Windows account' }).click();
  const named = page.locator('form:has(#password) input[autocomplete=username]');
  expect([await named.inputValue(), await named.isVisible()]).toEqual([jo.mail, false]);
});

/** Acme's people with a controller of the test's own, and a browser for Jo, whose contact is called Alice Adams. */
async function givenJoAtWindows(options: BrowserContextOptions = {}) {
  const portal = await startPortal();
  const controller = await (await forest('acme')).startController();
  const { acme, companyId } = await givenAcmeDirectory(portal, { addresses: [controller.ldaps] });
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  return { portal, controller, jo, page: await personAt(portal, options) };
}

async function typeAddress(page: Page, address: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Email address').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
  await seeHeading(page, 'How do you want to sign in?');
}

async function typePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Windows password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The one button of the page that is not a quiet one. */
async function mainButtonOf(page: Page): Promise<string> {
  return page.locator('main .button:not(.button--quiet)').innerText();
}

async function describedBy(page: Page, selector: string): Promise<string> {
  return page.locator(selector).evaluate((field) => {
    const ids = field.getAttribute('aria-describedby')?.split(' ') ?? [];
    return ids.map((id) => document.getElementById(id)?.textContent).join(' ');
  });
}
