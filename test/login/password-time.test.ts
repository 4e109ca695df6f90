import { expect, test } from 'vitest';
import { choosePassword, enterPassword, storyOf } from '../support/directory-login.js';
import { givenAcmeDirectory, givenDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { startPortal } from '../support/portal.js';
import { everyAddressOf } from './leaver-world.js';

test('a sign-in takes ten seconds at most, however many directories a company has', { timeout: 30_000 }, async () => {
  const portal = await startPortal();
  const controller = await (await forest('acme')).startController();
  await controller.hang();
  const addresses = everyAddressOf(controller);
  const { acme, companyId } = await givenAcmeDirectory(portal, { addresses });
  await givenDirectory(portal, companyId, acme, { addresses });
  const browser = portal.visitor();
  await choosePassword(browser, 'jo@acme.example');
  const before = performance.now();
  const answer = await enterPassword(portal, browser, 'Some passw0rd');
  expect(performance.now() - before).toBeLessThan(11_000);
  expect(answer.status).toBe(422);
  expect(await storyOf(portal, companyId)).toContainEqual(expect.stringContaining('could not be reached'));
});
