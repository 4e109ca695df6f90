import type { BrowserContextOptions } from 'playwright-core';
import { askAt, personAt, typeCode } from '../person.js';
import { type Portal, startPortal } from '../portal.js';
import { ALICE, WRONG_CODE } from '../sign-in.js';
import { type Look, stopFor } from './stop.js';

const NEWCOMER = 'maximiliane.featherstonehaugh-cholmondeley@a-rather-long-domain-name.acme.example';

/** The pages of a sign-in, from the address to the signed-in devices. */
export async function everyPageOfSignIn(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await givenAliceTwice();
  const alice = await personAt(portal, options);
  await alice.goto('/login');
  await stop(alice, 'Enter your work email address.');
  await alice.getByRole('button', { name: 'Continue' }).click();
  await stop(alice, 'Enter your email address, for example');
  const { code, link } = await askAt(portal, alice);
  await stop(alice, 'We sent a token to');
  await alice.goto('/login/options');
  await stop(alice, 'How do you want to sign in?');
  await alice.goto('/login/token');
  await typeCode(alice, WRONG_CODE);
  await alice.getByText('Nothing arrived?').click();
  await stop(alice, 'That token is not right');
  await alice.getByRole('button', { name: 'Resend token' }).click();
  await stop(alice, 'then ask again');
  const phone = await personAt(portal, options);
  await phone.goto(link);
  await stop(phone, 'Sign in on this device?');
  await typeCode(alice, code);
  await stop(alice, 'Which company?');
  await alice.getByRole('button', { name: 'Acme Ltd' }).click();
  await stop(alice, 'Where you are signed in');

  await askAt(portal, phone, NEWCOMER);
  await stop(phone, NEWCOMER);
  await typeCode(phone, (await portal.tokenMailed(NEWCOMER)).code);
  await stop(phone, 'What is your name?');
  await phone.getByLabel('First name').fill('');
  await phone.getByRole('button', { name: 'Continue' }).click();
  await stop(phone, 'Enter your first name');
}

/** The pages that say why a sign-in does not go on. */
export async function everyDeadEndOfSignIn(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const portal = await givenAliceTwice();
  const alice = await personAt(portal, options);
  await alice.goto('/login/token');
  await stop(alice, 'Start with your email address');
  const { link: first } = await askAt(portal, alice);
  await alice.goto(first);
  await stop(alice, 'Which company?');
  await alice.goto(first.slice(0, -5));
  await stop(alice, 'This link is not complete');
  await alice.goto(first);
  await stop(alice, 'This link has been used');

  portal.passMs(30_000);
  const { link: second } = await askAt(portal, alice);
  await portal.ctx.db.updateTable('contacts').set({ active: 0 }).execute();
  await alice.goto(second);
  await stop(alice, 'Your account is not active');

  await portal.ctx.db.updateTable('contacts').set({ active: 1 }).execute();
  portal.passMs(30_000);
  const { link: third } = await askAt(portal, alice);
  portal.passMinutes(11);
  await alice.goto(third);
  await stop(alice, 'This link has expired');
  await alice.goto('/login/token');
  for (let tries = 5; tries > 0; tries--) await typeCode(alice, WRONG_CODE);
  await stop(alice, 'Too many tries');
  await portal.given.settings({ enabled: false });
  await alice.goto('/login?another');
  await stop(alice, 'Sign-in is not switched on');
}

async function givenAliceTwice(): Promise<Portal> {
  const portal = await startPortal();
  const domains = ['acme.example', 'a-rather-long-domain-name.acme.example'];
  await portal.given.contact(await portal.given.company({ name: 'Acme Ltd', domains }), ALICE);
  await portal.given.contact(await portal.given.company({ name: 'Globex' }), ALICE);
  await portal.given.settings({ helpContact: 'Call 555 0100' });
  return portal;
}
