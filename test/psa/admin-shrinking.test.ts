import { expect, test } from 'vitest';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { textOf } from '../support/form.js';
import type { Portal } from '../support/portal.js';
import { startPsaWorld } from '../support/psa/psa-world.js';
import { recorded, statusOfAsking } from '../support/sign-in.js';

const PAGE = '/admin/psa';
const FEWER = 'Far fewer companies or contacts came back than before';

test('when most of it is gone there nobody is kept out, until an administrator says that it is right', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  const names = Array.from({ length: 30 }, (_none, at) => `p${at}@private.example`);
  for (const email of names) fake.contact({ companyId: acme.there, firstName: 'P', lastName: email, emails: [email] });
  await sync('full');
  for (const { id } of fake.contacts().slice(0, 25)) fake.remove('contact', id);
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
  const { portal, fake, acme, sync } = await startPsaWorld();
  for (let at = 0; at < 60; at += 1)
    fake.contact({ companyId: acme.there, firstName: 'P', emails: [`p${at}@private.example`] });
  await sync('full');
  for (const { id } of fake.contacts().slice(0, 25)) fake.remove('contact', id);
  await sync('full');
  await portal.administrator.post(`${PAGE}/syncs/shrinkings`);
  await portal.ctx.psa.idle();
  for (const { id } of fake.contacts().slice(0, 25)) fake.remove('contact', id);
  await sync('full');
  expect(textOf(await portal.administrator.get(PAGE))).toContain(FEWER);
});

test('no more is accepted than was missing then, also after a sync that failed', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  for (let at = 0; at < 60; at += 1)
    fake.contact({ companyId: acme.there, firstName: 'P', emails: [`p${at}@private.example`] });
  await sync('full');
  for (const { id } of fake.contacts().slice(0, 25)) fake.remove('contact', id);
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
  const { portal, fake, acme, sync } = await startPsaWorld();
  for (let at = 0; at < 30; at += 1)
    fake.contact({ companyId: acme.there, firstName: 'P', emails: [`p${at}@private.example`] });
  await sync('full');
  for (const { id } of fake.contacts().slice(0, 25)) fake.remove('contact', id);
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

async function keptOut({ ctx }: Portal): Promise<unknown[]> {
  return ctx.db.selectFrom('contacts').select('address').where('psa_refusal', 'is not', null).execute();
}
