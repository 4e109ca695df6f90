import { expect, test, vi } from 'vitest';
import { linkCompany } from '../../src/psa/companies/link-company.js';
import { textOf } from '../support/form.js';
import { createGate } from '../support/psa/misbehaviour.js';
import {
  addressesHere,
  addressesThere,
  creationsAsked,
  isCreation,
  isSearch,
  NORA,
  signInNew,
} from '../support/psa/new-person.js';
import { BY, type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { recorded } from '../support/sign-in.js';

const LEFT = 'the contact exists here only';
const PERHAPS = 'an answer is missing: perhaps a contact was created there all the same';

test('what is left while a try is searching is not created', async () => {
  const world = await givenForbidden();
  const { fake, creations } = world;
  const { gate, trying } = await tryUntil(world, isSearch);
  expect(await leave(world)).toContain(LEFT);
  gate.open();
  await trying;
  expect([creationsAsked(fake), fake.contacts()]).toEqual([1, []]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'dismissed' }]);
});

test('what is left while it is being created is told as such, and linked with what was created', async () => {
  const world = await givenForbidden();
  const { portal, fake, sync, creations } = world;
  const { gate, trying } = await tryUntil(world, isCreation);
  const said = await leave(world);
  expect(said).toContain(PERHAPS);
  expect(said).not.toContain(LEFT);
  gate.open();
  await trying;
  const events = await recorded(portal);
  expect(events).toContain('psa creation-dismissed: perhaps it is there: an answer is missing; by Mia Admin');
  expect(events).toContain(`contact created-in-psa: as ${fake.contacts()[0]?.id}`);
  expect(await linkedHere(world)).toEqual([NORA]);
  await sync('full');
  expect([addressesThere(fake), await addressesHere(world)]).toEqual([[NORA], [NORA]]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'dismissed' }]);
});

test('what is left after an answer was lost is told as such, and linked by the next sync', async () => {
  const world = await startPsaWorld();
  const { portal, fake, sync } = world;
  fake.misbehave({ match: isCreation, do: 'drop-after' });
  await signInNew(portal);
  await portal.ctx.psa.idle();
  fake.misbehave({ match: isSearch, do: 'status', status: 403 });
  await later(world);
  expect(await leave(world)).toContain(PERHAPS);
  fake.behave();
  await sync();
  expect(await linkedHere(world)).toEqual([NORA]);
});

test('what is tried again while a try is searching is tried at once by whoever is free', async () => {
  const world = await givenForbidden();
  const { portal, fake, creations } = world;
  const { gate, trying } = await tryUntil(world, isSearch);
  await press(world, 'tries');
  gate.open();
  await trying;
  expect(addressesThere(fake)).toEqual([NORA]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
  expect(await recorded(portal)).toContain('psa creation-retried: by Mia Admin');
});

test('those who wait for a company that is not going to be linked are left together, and only they', async () => {
  const world = await startPsaWorld();
  const { portal, creations } = world;
  const globex = await givenWaiting(world, 'Globex', ['gus', 'gil']);
  await givenWaiting(world, 'Initech', ['ina']);
  expect(await psaPage(portal)).toContain('2 new contacts wait for Globex to be linked');

  await portal.administrator.post(`/admin/psa/waiting/${globex}/dismissal`);
  const after = await psaPage(portal);
  expect(after).toContain('these contacts exist here only');
  expect(after).toContain('Needs attention 1 thing 1 new contact waits for Initech to be linked');
  expect((await creations()).map(({ state }) => state)).toEqual(['done', 'done', 'waiting']);
  expect((await recorded(portal)).at(-1)).toBe('psa creation-dismissed: who waited for the link: 2; by Mia Admin');
});

test('who comes after the others were left waits again, and is all that is created when the company is linked', async () => {
  const world = await startPsaWorld();
  const { portal, fake, sync } = world;
  const globex = await givenWaiting(world, 'Globex', ['gus']);
  await portal.administrator.post(`/admin/psa/waiting/${globex}/dismissal`);
  await signInNew(portal, 'gil@globex.example');
  await portal.ctx.psa.idle();
  expect(await psaPage(portal)).toContain('1 new contact waits for Globex to be linked');
  const there = fake.company({ name: 'Globex' });
  await sync();
  await linkCompany(portal.ctx, String(there.id), globex, BY);
  await portal.ctx.psa.idle();
  expect(addressesThere(fake)).toEqual(['gil@globex.example']);
});

test('a company for whose link nobody waits has nothing to leave', async () => {
  const world = await givenForbidden();
  const { portal, acme, creations } = world;
  await portal.administrator.post(`/admin/psa/waiting/${acme.id}/dismissal`);
  expect(await psaPage(portal)).toContain('This needs no attention any more.');
  expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'unauthorized' }]);
  expect((await portal.administrator.post('/admin/psa/waiting/nothing/dismissal')).status).toBe(404);
});

/** Nora could not be created for want of a right, which our account has by now; she is due to be tried again. */
async function givenForbidden(): Promise<PsaWorld> {
  const world = await startPsaWorld();
  world.fake.options.forbids = isCreation;
  await signInNew(world.portal);
  await world.portal.ctx.psa.idle();
  expect(await world.creations()).toMatchObject([{ state: 'waiting', reason: 'unauthorized' }]);
  world.fake.options.forbids = () => false;
  world.portal.passMinutes(1);
  return world;
}

/** A try that has asked this, and gets its answer once the gate opens. */
async function tryUntil({ portal, fake }: PsaWorld, isAsked: typeof isSearch) {
  const gate = createGate();
  const before = fake.requests.filter(isAsked).length;
  fake.misbehave({ match: isAsked, do: 'wait', for: gate.opened });
  const trying = portal.ctx.psa.idle();
  await vi.waitFor(() => expect(fake.requests.filter(isAsked)).toHaveLength(before + 1));
  return { gate, trying };
}

/** New people of a company of ours that is linked to none there. */
async function givenWaiting({ portal }: PsaWorld, name: string, people: string[]): Promise<string> {
  const domain = `${name.toLowerCase()}.example`;
  const id = await portal.given.company({ name, domains: [domain] });
  for (const person of people) await signInNew(portal, `${person}@${domain}`);
  await portal.ctx.psa.idle();
  return id;
}

async function press({ portal }: PsaWorld, button: 'tries' | 'dismissal'): Promise<void> {
  const [job] = await portal.ctx.db.selectFrom('psa_creations').select('contact_id').execute();
  await portal.administrator.post(`/admin/psa/creations/${job?.contact_id}/${button}`);
}

async function leave(world: PsaWorld): Promise<string> {
  await press(world, 'dismissal');
  return psaPage(world.portal);
}

async function psaPage(portal: PsaWorld['portal']): Promise<string> {
  return textOf(await portal.administrator.get('/admin/psa'));
}

async function later({ portal }: PsaWorld): Promise<void> {
  portal.passMinutes(1);
  await portal.ctx.psa.idle();
}

/** Whose contacts are linked with one there. */
async function linkedHere({ portal: { ctx } }: PsaWorld): Promise<string[]> {
  const linked = ctx.db.selectFrom('psa_contacts').innerJoin('contacts', 'contacts.id', 'psa_contacts.contact_id');
  return (await linked.select('address').execute()).map(({ address }) => address);
}
