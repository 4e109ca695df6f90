import { expect, test } from 'vitest';
import { forest } from '../support/forest.js';
import { administratorAt, see } from '../support/person.js';
import { startPortal } from '../support/portal.js';

test('without JavaScript the example table follows the rule set that is chosen', async () => {
  const portal = await startPortal();
  const mia = await administratorAt(portal, { javaScriptEnabled: false });
  await mia.goto('/admin/contact-creation');
  for (const rules of ['Domain and SID must agree', 'No creation', 'Directory decides']) {
    await mia.getByRole('radio', { name: rules }).check();
    expect(await mia.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      `What would happen under “${rules}”`,
    ]);
  }
  await mia.getByRole('radio', { name: 'No creation' }).check();
  await mia.getByRole('button', { name: 'Save Settings' }).click();
  await see(mia, 'The settings are saved.');
  expect(await mia.getByRole('radio', { name: 'No creation' }).isChecked()).toBe(true);
});

test('without JavaScript a directory is tested, saved by Enter, and its SID taken over', async () => {
  const { ldaps, ca, baseDn, domainSid, serviceAccount } = await forest('acme');
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const mia = await administratorAt(portal, { javaScriptEnabled: false });
  const field = (label: string) => mia.getByLabel(label, { exact: true });
  const typePassword = () => field('Password').fill(serviceAccount.password);
  await mia.goto(`/admin/companies/${acme}/directories/new`);
  await field('Name').fill('Acme AD');
  await field('LDAP addresses').fill(ldaps);
  await field('CA certificate').fill(ca);
  await field('Base DN').fill(baseDn);
  await field('User name').fill(serviceAccount.userName);
  await typePassword();
  await mia.getByRole('button', { name: 'Test connection' }).click();
  await see(mia, `The domain SID ${domainSid} is not one of this company’s yet.`);
  await typePassword();
  await field('Name').press('Enter');
  await see(mia, 'Acme AD is saved.');
  await see(mia, 'Nobody can sign in with a Windows password yet');

  await mia.getByRole('button', { name: 'Test connection' }).click();
  await mia.getByRole('button', { name: 'Add this SID to the company' }).click();
  await see(mia, `The domain SID ${domainSid} is added to this company.`);
  await mia.getByRole('link', { name: 'Acme Ltd' }).click();
  expect(await mia.getByRole('row', { name: 'Acme AD' }).count()).toBe(1);
  expect(await mia.getByText('Nobody can sign in with a Windows password yet').count()).toBe(0);
});
