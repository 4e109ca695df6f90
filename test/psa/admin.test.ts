import { expect, test } from 'vitest';
import { deriveKeys } from '../../src/keys.js';
import { findPsa, savePsa } from '../../src/psa/settings-store.js';
import { formIn, textOf } from '../support/form.js';
import { connectWise } from '../support/psa/connectwise/connectwise.js';
import { recorded } from '../support/sign-in.js';
import { givenConnected, givenConnectWise, link, PAGE, save, storedPsa } from './console.js';

test('a saved PSA is synced at once, and its private key is sealed and never sent back', async () => {
  const { portal, fake, typed } = await givenConnectWise();
  fake.company({ name: 'Acme Ltd' });
  expect((await save(portal, typed)).headers.location).toBe(PAGE);
  await portal.ctx.psa.idle();

  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('The PSA is saved.');
  expect(formIn(page, PAGE)).toMatchObject({ ...typed, secret: '' });
  expect(textOf(page)).toContain('A private key is saved.');
  expect(textOf(page)).toContain('ConnectWise Answers');
  expect(textOf(page)).toContain('0 of 1 linked');
  for (const text of [page.text, await storedPsa(portal), ...(await recorded(portal))])
    expect(text).not.toContain(typed.secret);
  expect((await recorded(portal)).filter((event) => event.startsWith('psa '))).toEqual([
    `psa connected: connectwise, ${fake.url}, companyId ${typed.company_id}; by Mia Admin`,
  ]);
});

test('the private key stays while the account is the same and is dropped with any part of it', async () => {
  const elsewhere = await connectWise();
  const { portal, typed, untyped } = await givenConnectWise({ allowed: [elsewhere.url] });
  await save(portal, typed);
  await save(portal, untyped);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('A private key is saved.');
  for (const changed of [
    { site: elsewhere.url },
    { company_id: 'another' },
    { public_key: 'another' },
    { client_id: '00000000-0000-4000-8000-000000000000' },
  ]) {
    await save(portal, typed);
    await save(portal, { ...untyped, ...changed });
    const page = textOf(await portal.administrator.get(PAGE));
    expect(page).toContain('the old private key was removed');
    expect(page).toContain('There is no private key.');
    expect(page).not.toContain('A private key is saved.');
  }
  await portal.ctx.psa.idle();
  expect(elsewhere.requests).toEqual([]);
});

test('a first save without a private key is refused', async () => {
  const { portal, untyped } = await givenConnectWise();
  const refused = await portal.administrator.post(PAGE, untyped);
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('Enter the private key: none is saved yet');
  expect(await storedPsa(portal)).toBeUndefined();
});

test('while companies are linked, another company ID is refused with what to do, and another way there is not', async () => {
  const { portal, fake, typed } = await givenConnected();
  const there = fake.company({ name: 'Acme Ltd' });
  await portal.administrator.post(`${PAGE}/syncs`);
  await portal.ctx.psa.idle();
  await link(portal, there.id, await portal.given.company({}));

  const refused = await portal.administrator.post(PAGE, { ...typed, company_id: 'another' });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('1 company is linked to the PSA that is connected now. Disconnect it first');
  expect(formIn(refused, PAGE)).toMatchObject({ company_id: 'another', secret: '' });

  await save(portal, { ...typed, company_id: typed.company_id?.toUpperCase() ?? '', public_key: 'another' });
  expect((await recorded(portal)).at(-1)).toBe(
    `psa changed: companyId: ${typed.company_id} -> ${typed.company_id?.toUpperCase()}; publicKey changed; secret changed; by Mia Admin`,
  );
  expect(await portal.ctx.db.selectFrom('psa_companies').selectAll().execute()).toHaveLength(1);
});

test('without links, another company ID forgets what was read of the other one', async () => {
  const { portal, fake, typed } = await givenConnectWise();
  fake.company({ name: 'Acme Ltd' });
  await save(portal, typed);
  await portal.ctx.psa.idle();
  await fake.stop();
  await save(portal, { ...typed, company_id: 'another' });
  await portal.ctx.psa.idle();
  expect(await portal.ctx.db.selectFrom('psa_companies').selectAll().execute()).toEqual([]);
  expect(await portal.ctx.db.selectFrom('psa_syncs').select('since').execute()).toEqual([
    { since: null },
    { since: null },
  ]);
});

test('a private key that cannot be opened any more has to be typed again, and takes no page down', async () => {
  const { portal, typed } = await givenConnected();
  const { db, clock, keys } = portal.ctx;
  const { account } = (await findPsa(db, keys)) ?? {};
  const elsewhere = { current: deriveKeys('another key of thirty-two bytes or more') };
  if (account) await savePsa(db, elsewhere, { ...account, secret: 'whatever' }, clock());
  const page = textOf(await portal.administrator.get(PAGE));
  expect(page).toContain('The saved private key cannot be read');
  expect(page).not.toContain('A private key is saved.');
  await save(portal, typed);
  expect(textOf(await portal.administrator.get(PAGE))).not.toContain('cannot be read');
});

test('the page shows what a sync has read, and what failed', async () => {
  const { portal, fake } = await givenConnected();
  const company = fake.company({ name: 'Acme Ltd' });
  fake.contact({ companyId: company.id, firstName: 'Alice', emails: ['alice@acme.example'] });
  const asked = await portal.administrator.post(`${PAGE}/syncs`);
  expect(asked.headers.location).toBe(PAGE);
  await portal.ctx.psa.idle();
  const page = textOf(await portal.administrator.get(PAGE));
  expect(page).toContain('The sync begins now.');
  expect(page).toContain('1 company, 1 contact');
  expect(page).toMatch(/Questions asked [1-9]\d* of at most \d+ in/);
  expect(page).toContain('Look-ups of unknown addresses 0 of at most 300 in an hour');

  await fake.stop();
  await portal.administrator.post(`${PAGE}/syncs`);
  await portal.ctx.psa.idle();
  const failed = textOf(await portal.administrator.get(PAGE));
  expect(failed).toContain('ConnectWise Does not work');
  expect(failed).toContain('Failed It cannot be reached.');
});
