import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { type CopiedWorld, startCopiedWorld } from '../support/psa/copied.js';
import { recorded } from '../support/sign-in.js';

test('a company that is renamed there is renamed here', async () => {
  const { portal, there, id } = await givenLinked();
  await there([{ id: '19', name: 'Acme Holding' }]);
  expect(await stateOf(portal, id)).toMatchObject({ name: 'Acme Holding', name_sort: 'acme holding' });
  expect(await recorded(portal)).toContain('company changed: name: Acme -> Acme Holding; by the sync with the PSA');
  await there([{ id: '19', name: 'Acme Group' }]);
  expect(await stateOf(portal, id)).toMatchObject({ name: 'Acme Group' });
  expect(await notes(portal)).toEqual([]);
});

test('a name that was typed here is kept, with one note and one click to take over the other', async () => {
  const { portal, there, id } = await givenLinked();
  await portal.ctx.db.updateTable('companies').set({ name: 'Our Acme', name_sort: 'our acme' }).execute();
  await there([{ id: '19', name: 'Acme Holding' }]);
  await there([{ id: '19', name: 'Acme Group' }]);
  expect(await stateOf(portal, id)).toMatchObject({ name: 'Our Acme' });
  expect(await notes(portal)).toEqual([{ kind: 'renamed', subject: 'Acme Group', detail: 'Our Acme' }]);
  const page = textOf(await portal.administrator.get(`/admin/companies/${id}`));
  expect(page).toContain('In ConnectWise its name is Acme Group. The name here is kept.');

  await portal.administrator.post(`/admin/companies/${id}/psa/name`);
  expect(await stateOf(portal, id)).toMatchObject({ name: 'Acme Group' });
  expect(await notes(portal)).toEqual([]);
  await there([{ id: '19', name: 'Acme Inc' }]);
  expect(await stateOf(portal, id)).toMatchObject({ name: 'Acme Inc' });
});

test('a company that was linked under another name keeps its own', async () => {
  const { portal, there, id } = await givenLinked('Acme Ltd');
  await there([{ id: '19', name: 'Acme Group' }]);
  expect(await stateOf(portal, id)).toMatchObject({ name: 'Acme Ltd' });
});

test('a company that is inactive there is kept out here until it is active again, whatever the switch here says', async () => {
  const { portal, there, id } = await givenLinked();
  await there([{ id: '19', name: 'Acme', active: false }]);
  expect(await stateOf(portal, id)).toMatchObject({ active: 1, psa_refusal: 'inactive' });
  const page = textOf(await portal.administrator.get(`/admin/companies/${id}`));
  expect(page).toContain('Acme Inactive in ConnectWise');
  expect(page).toContain('Switching it on here does not help: make it active in ConnectWise.');
  await there([{ id: '19', name: 'Acme' }]);
  expect(await stateOf(portal, id)).toMatchObject({ active: 1, psa_refusal: null });
  const events = (await recorded(portal)).filter((event) => event.includes('-in-psa'));
  expect(events).toEqual(['company inactive-in-psa: Acme', 'company active-in-psa: Acme']);
});

test('unlinking a company that is inactive there deactivates it here', async () => {
  const { portal, there, id } = await givenLinked();
  await there([{ id: '19', name: 'Acme', active: false }]);
  await portal.administrator.post('/admin/psa/companies/19/link/removal');
  expect(await stateOf(portal, id)).toMatchObject({ active: 0, psa_refusal: null });
});

async function givenLinked(name = 'Acme'): Promise<CopiedWorld & { id: string }> {
  const world = await startCopiedWorld();
  const id = await world.portal.given.company({ name });
  await world.there([{ id: '19', name: 'Acme' }]);
  await world.portal.administrator.post('/admin/psa/companies/19/link', { company: id });
  return { ...world, id };
}

async function stateOf({ ctx }: CopiedWorld['portal'], id: string) {
  return ctx.db.selectFrom('companies').selectAll().where('id', '=', id).executeTakeFirst();
}

async function notes({ ctx }: CopiedWorld['portal']) {
  return ctx.db.selectFrom('psa_notes').select(['kind', 'subject', 'detail']).execute();
}
