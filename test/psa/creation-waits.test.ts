import { expect, test } from 'vitest';
import { setContactActive } from '../../src/contacts/contact.js';
import { findContact } from '../../src/contacts/contact-store.js';
import { findPsa, savePsa } from '../../src/psa/settings-store.js';
import { textOf } from '../support/form.js';
import { addressesThere, creationsAsked, NORA, signInNew } from '../support/psa/new-person.js';
import { BY, type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';

test('a contact who was deactivated while the PSA was away is created there once they are active again', async () => {
  const world = await givenWaiting();
  const { portal, fake, creations } = world;
  await activate(world, false);
  await fake.start();
  await later(world, 30);
  await later(world, 30);
  expect(creationsAsked(fake)).toBe(0);
  expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'inactive', tries: 0 }]);
  expect(textOf(await portal.administrator.get('/admin/psa'))).not.toContain('not in ConnectWise yet');
  await activate(world, true);
  await later(world, 61);
  expect(addressesThere(fake)).toEqual([NORA]);
});

test('nobody of a company that was deactivated is created there', async () => {
  const world = await givenWaiting();
  await world.portal.ctx.db.updateTable('companies').set({ active: 0 }).execute();
  await world.fake.start();
  await later(world, 30);
  expect(creationsAsked(world.fake)).toBe(0);
  expect(await world.creations()).toMatchObject([{ state: 'waiting', reason: 'inactive' }]);
});

test('without a secret to ask with, it waits without counting', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  const { db, keys, clock } = portal.ctx;
  const found = await findPsa(db, keys);
  if (!found?.secret) throw new Error('There is no secret');
  const { account, secret } = found;
  await savePsa(db, keys, { ...account, fields: { ...account.fields, publicKey: 'another' } }, clock());
  await signInNew(portal);
  for (let round = 0; round < 3; round += 1) await later(world, 6);
  expect(await open(world)).toEqual([{ tries: 0, lease_until: null, posted_at: null }]);
  await savePsa(db, keys, { ...account, secret }, clock());
  await later(world, 6);
  expect(addressesThere(fake)).toEqual([NORA]);
  expect(await creations()).toMatchObject([{ state: 'done' }]);
});

test('whoever has the address elsewhere is named in a few words that can be read', async () => {
  const world = await givenWaiting();
  const { portal, fake, creations } = world;
  const { id: companyId } = fake.company({ name: 'Other' });
  const lastName = `\u0000\u202e\n${'x'.repeat(5_000)}`;
  for (let at = 0; at < 7; at += 1) fake.contact({ companyId, firstName: `A${at}`, lastName, emails: [NORA] });
  await fake.start();
  await later(world, 30);
  const [job] = await creations();
  expect(job).toMatchObject({ state: 'attention', reason: 'elsewhere' });
  expect(job?.detail).toMatch(/^A0 x+ \(\d+\), A1 x+ \(\d+\), A2 .*A4 x+ \(\d+\), …$/);
  expect(job?.detail?.length).toBeLessThan(1_200);
  expect(textOf(await portal.administrator.get('/admin/psa'))).toContain('In ConnectWise: A0 x');
});

test('what goes wrong here costs a try, is logged, and is tried again later', async () => {
  const world = await givenWaiting();
  const { portal, fake, acme, creations } = world;
  const { schema } = portal.ctx.db;
  fake.contact({ companyId: acme.there, firstName: 'Nora', emails: [NORA] });
  await schema.alterTable('psa_notes').renameTo('psa_notes_away').execute();
  await fake.start();
  await later(world, 1);
  expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'failed', tries: 2 }]);
  expect(portal.logs()).toContain('A contact could not be created in the PSA');
  await schema.alterTable('psa_notes_away').renameTo('psa_notes').execute();
  await later(world, 1);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
});

/** Nora, who is new, is signed in, while the PSA does not answer. */
async function givenWaiting(): Promise<PsaWorld> {
  const world = await startPsaWorld();
  await world.fake.stop();
  await signInNew(world.portal);
  await world.portal.ctx.psa.idle();
  return world;
}

async function later({ portal }: PsaWorld, minutes: number): Promise<void> {
  portal.passMinutes(minutes);
  await portal.ctx.psa.idle();
}

async function activate({ portal: { ctx } }: PsaWorld, active: boolean): Promise<void> {
  const { contact_id } = await ctx.db.selectFrom('psa_creations').select('contact_id').executeTakeFirstOrThrow();
  const nora = await findContact(ctx.db, contact_id);
  if (nora) await setContactActive(ctx, nora, active, BY);
}

function open({ portal: { ctx } }: PsaWorld) {
  return ctx.db.selectFrom('psa_creations').select(['tries', 'lease_until', 'posted_at']).execute();
}
