import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import type { TypedDirectory } from '../../src/directory/typed-directory.js';
import { enterPassword, signInByPassword, storyOf, tokenInstead } from '../support/directory-login.js';
import { givenAcmeDirectory, givenDirectory, WITHOUT_SERVICE_ACCOUNT } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { textOf } from '../support/form.js';
import { freePort } from '../support/free-port.js';
import { startPortal } from '../support/portal.js';
import { contactSessions } from '../support/sign-in.js';

const MAIN_BUTTON = '<button class="button button--wide" type="submit" name="way" value="email-token">';

test('a directory that is not there: the email token becomes the main button, and signs in', async () => {
  const portal = await startPortal();
  const nobody = `ldaps://127.0.0.1:${await freePort()}`;
  const { acme, companyId } = await givenAcmeDirectory(portal, { addresses: [nobody] });
  const jo = await acme.addUser();
  const contactId = await portal.given.contact(companyId, jo.mail);
  const browser = portal.visitor();
  expectUnreachable(await signInByPassword(portal, browser, jo));
  expect(await contactSessions(portal)).toEqual([]);
  expect(await storyOf(portal, companyId)).toContainEqual(
    expect.stringMatching(`^The directory could not be reached: ${jo.mail} in ACME forest; .*refused`),
  );

  const { code } = await tokenInstead(portal, browser, jo.mail);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: contactId }]);
});

test.each<[what: string, changed: () => Promise<Partial<TypedDirectory>>]>([
  ['a certificate of another authority', async () => ({ caCertificate: (await forest('globex')).ca })],
  ['no TLS where ldaps should be', async () => ({ addresses: [`ldaps://${(await forest('acme')).host}:389`] })],
])('%s: that is no directory to trust with a password', async (_what, changed) => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal, await changed());
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  expectUnreachable(await signInByPassword(portal, portal.visitor(), jo));
  expect(await contactSessions(portal)).toEqual([]);
});

test('a second controller is asked when the first is gone, and StartTLS is as good as ldaps', async () => {
  const portal = await startPortal();
  const acme = await forest('acme');
  const addresses = [`ldaps://127.0.0.1:${await freePort()}`, acme.ldap];
  const { companyId } = await givenAcmeDirectory(portal, { addresses });
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
});

test('after five failures nobody asks for half a minute; then the controller is back', async () => {
  const portal = await startPortal();
  const acme = await forest('acme');
  const controller = await acme.startController();
  const { companyId } = await givenAcmeDirectory(portal, { addresses: [controller.ldaps] });
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  const browser = portal.visitor();
  await controller.kill();
  for (let tries = 0; tries < 5; tries += 1) expectUnreachable(await signInByPassword(portal, browser, jo));
  await controller.start();
  expectUnreachable(await enterPassword(portal, browser, jo.password));
  expect((await storyOf(portal, companyId))[0]).toContain(
    'it has not answered lately and is left alone for half a minute',
  );

  portal.passMs(30_000);
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
});

test('a password that did not reach the directory costs no try', async () => {
  const portal = await startPortal();
  const acme = await forest('acme');
  const controller = await acme.startController();
  const { companyId } = await givenAcmeDirectory(portal, { addresses: [controller.ldaps], ...WITHOUT_SERVICE_ACCOUNT });
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  const browser = portal.visitor();
  await controller.kill();
  for (let tries = 0; tries < 4; tries += 1) expectUnreachable(await signInByPassword(portal, browser, jo));
  await controller.start();
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
});

test('of two directories of one company, one that is gone keeps nobody of the other out', async () => {
  const portal = await startPortal();
  const dead = { name: 'Old forest', addresses: [`ldaps://127.0.0.1:${await freePort()}`] };
  const { acme, companyId } = await givenAcmeDirectory(portal, dead);
  await givenDirectory(portal, companyId, acme);
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  const browser = portal.visitor();
  expectUnreachable(await signInByPassword(portal, browser, { ...jo, password: 'Not 4 password' }));
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
});

test('where Passwordless is off, there is only the password to try again', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal, { addresses: [`ldaps://127.0.0.1:${await freePort()}`] });
  await portal.given.settings({ enabled: false });
  const jo = await acme.addUser();
  const browser = portal.visitor();
  expect((await browser.post('/login', { email: jo.mail })).headers.location).toBe('/login/password');
  const answer = await enterPassword(portal, browser, jo.password);
  expect(textOf(answer)).toContain('Your directory cannot be reached right now');
  expect(answer.text).not.toContain('email-token');
});

function expectUnreachable(answer: Response): void {
  expect(answer.status).toBe(422);
  expect(textOf(answer)).toContain('Your directory cannot be reached right now');
  expect(answer.text).toContain(MAIN_BUTTON);
}
