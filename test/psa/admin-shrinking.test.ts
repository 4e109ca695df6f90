import { expect, test } from 'vitest';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { textOf } from '../support/form.js';
import type { Portal } from '../support/portal.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { recorded, statusOfAsking } from '../support/sign-in.js';

const PAGE = '/admin/psa';
const FEWER = 'Far fewer companies or contacts came back than before';

test('when most of it is gone there nobody is kept out, until an administrator says that it is right', async () => {
  const world = await startPsaWorld();
  const { portal, sync } = world;
  await givenContacts(world, 30);
  removeSome(world);
  await sync('full');
  await statusOfAsking(portal, portal.visitor(), 'p0@private.example');
  expect(portal.sink.mailsTo('p0@private.example')).toHaveLength(1);
  expect(textOf(await portal.administrator.get(PAGE))).toContain(FEWER);

  await portal.administrator.post(`${PAGE}/syncs/shrinkings`);
  await portal.ctx.psa.idle();
  const page = textOf(await portal.administrator.get(PAGE));
  expect(page).not.toContain('Far fewer');
  expect(await recorded(portal)).toContain('psa shrinking-accepted: by Mia Admin');
  await statusOfAsking(portal, portal.visitor(), 'p1@private.example');
  expect(portal.sink.mailsTo('p1@private.example')).toEqual([]);
  await statusOfAsking(portal, portal.visitor(), 'p29@private.example');
  expect(portal.sink.mailsTo('p29@private.example')).toHaveLength(1);
});

test('what was accepted once is not accepted for ever', async () => {
  const world = await startPsaWorld();
  const { portal, sync } = world;
  await givenContacts(world, 60);
  removeSome(world);
  await sync('full');
  await portal.administrator.post(`${PAGE}/syncs/shrinkings`);
  await portal.ctx.psa.idle();
  removeSome(world);
  await sync('full');
  expect(textOf(await portal.administrator.get(PAGE))).toContain(FEWER);
});

test('no more is accepted than was missing then, also after a sync that failed', async () => {
  const world = await startPsaWorld();
  const { portal, fake, sync } = world;
  await givenContacts(world, 60);
  removeSome(world);
  await sync('full');
  fake.misbehave({ do: 'status', status: 500 });
  await portal.administrator.post(`${PAGE}/syncs/shrinkings`);
  await portal.ctx.psa.idle();
  for (const { id } of fake.contacts()) fake.remove('contact', id);
  fake.behave();
  portal.passMinutes(16);
  await portal.ctx.psa.idle();
  expect(await keptOut(portal)).toEqual([]);
  expect(textOf(await portal.administrator.get(PAGE))).toContain(FEWER);
});

test('what a sync of changes misses that had to list everything is accepted, too', async () => {
  const world = await startPsaWorld();
  const { portal, sync } = world;
  await givenContacts(world, 30);
  removeSome(world);
  await portal.ctx.db.updateTable('psa_syncs').set({ since: null }).where('kind', '=', 'changes').execute();
  await sync('changes');
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{ fault: 'shrunk' }, {}]);
  await portal.administrator.post(`${PAGE}/syncs/shrinkings`);
  await portal.ctx.psa.idle();
  expect(await keptOut(portal)).toHaveLength(25);
  expect(textOf(await portal.administrator.get(PAGE))).not.toContain(FEWER);
});

test('there is nothing to accept where nothing is missing', async () => {
  const { portal } = await startPsaWorld();
  await portal.administrator.post(`${PAGE}/syncs/shrinkings`);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('There is nothing to accept any more');
});

/** That many contacts at Acme, which a full sync has shown. */
async function givenContacts({ fake, acme, sync }: PsaWorld, count: number): Promise<void> {
  const addresses = Array.from({ length: count }, (_none, at) => `p${at}@private.example`);
  for (const email of addresses)
    fake.contact({ companyId: acme.there, firstName: 'P', lastName: email, emails: [email] });
  await sync('full');
}

/** Takes away too many to believe: the first 25 that are left. */
function removeSome({ fake }: PsaWorld): void {
  for (const { id } of fake.contacts().slice(0, 25)) fake.remove('contact', id);
}

async function keptOut({ ctx }: Portal): Promise<unknown[]> {
  return ctx.db.selectFrom('contacts').select('address').where('psa_refusal', 'is not', null).execute();
}
