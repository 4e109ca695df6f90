import type { BrowserContextOptions, Page } from 'playwright-core';
import { WRONG_PASSWORDS } from '../../../src/login/password-tries.js';
import { givenAcmeDirectory } from '../directory-world.js';
import { personAt, seeHeading } from '../person.js';
import { type Portal, startPortal } from '../portal.js';
import { askForToken } from '../sign-in.js';
import { type Look, stopFor } from './stop.js';

const LONG = 'maximiliane.featherstonehaugh-cholmondeley@a-rather-long-domain-name.acme.example';
const OUTSIDE = 'jo@home.example';

/** The pages of a sign-in with a Windows account, in all the states that a password leads to. */
export async function everyPageOfWindowsAccount(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await startPortal();
  const { acme } = await givenWorld(portal);
  const jo = await personAt(portal, options);
  await begin(jo, LONG);
  await stop(jo, 'How do you want to sign in?');
  await choose(jo);
  await stop(jo, 'Windows password');
  await enter(jo, '');
  await stop(jo, 'Enter your Windows password');
  await enter(jo, 'wr0ng');
  await stop(jo, 'That password is not right');
  await enter(jo, 'wr0ng', 'ELSEWHERE\\jo');
  await stop(jo, 'we do not know the domain');
  for (let tries = 1; tries <= WRONG_PASSWORDS; tries++) await enter(jo, 'wr0ng', LONG);
  await stop(jo, 'too many times');
  await jo.getByText('Try the Windows password again').click();
  await stop(jo, 'Windows user name');

  const old = await acme.addUser({ mustChange: true });
  await begin(jo, old.mail);
  await choose(jo);
  await enter(jo, old.password);
  await stop(jo, 'has to be changed first');
  const nobody = await acme.addUser({ mail: '' });
  await begin(jo, nobody.upn);
  await choose(jo);
  await enter(jo, nobody.password);
  await stop(jo, 'What is your email address?');
  await jo.getByRole('textbox').fill('nobody');
  await jo.getByRole('button', { name: 'Send token' }).click();
  await stop(jo, 'with an @ in it');
  await begin(jo, 'jo@globex.example');
  await choose(jo);
  await enter(jo, 'any password');
  await stop(jo, 'Your directory cannot be reached right now');
}

/** The pages that say why a sign-in with a Windows account, or without one, does not go on. */
export async function everyDeadEndOfWindowsAccount(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await startPortal();
  const { acme, companyId } = await givenWorld(portal);
  const jo = await personAt(portal, options);
  const leaver = await acme.addUser({ disabled: true });
  await begin(jo, leaver.mail);
  await choose(jo);
  await enter(jo, leaver.password);
  await stop(jo, 'Your Windows account is switched off');

  await portal.given.contact(companyId, OUTSIDE);
  await portal.ctx.db.updateTable('directories').set({ leaver_protection: 0 }).execute();
  const { link } = await askForToken(portal, portal.visitor(), OUTSIDE);
  await portal.ctx.db.updateTable('directories').set({ leaver_protection: 1 }).execute();
  await jo.goto(link);
  await jo.getByRole('button', { name: 'Login Now' }).click();
  await stop(jo, 'This address needs a Windows account');

  await portal.given.settings({ enabled: false });
  const nobody = await acme.addUser({ mail: '' });
  await begin(jo, nobody.upn);
  await stop(jo, 'Windows password');
  await enter(jo, nobody.password);
  await stop(jo, 'We do not know your email address');
}

async function givenWorld(portal: Portal) {
  await portal.given.settings({ helpContact: 'Call 555 0100' });
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  await portal.given.directory(globex, { addresses: ['ldaps://127.0.0.1:1'] });
  const domains = ['acme.example', 'a-rather-long-domain-name.acme.example'];
  return givenAcmeDirectory(portal, { leaverProtection: true }, { domains });
}

async function begin(page: Page, address: string): Promise<void> {
  await page.goto('/login?another');
  await page.getByLabel('Email address').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function choose(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with your Windows account' }).click();
  await seeHeading(page, 'Sign in with your Windows account');
}

async function enter(page: Page, password: string, userName = ''): Promise<void> {
  const field = page.getByLabel('Windows user name', { exact: true });
  if (userName && !(await field.isVisible())) await page.getByText('My Windows user name is different').click();
  if (userName) await field.fill(userName);
  await page.getByLabel('Windows password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
