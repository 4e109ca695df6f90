import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import type { NewContact } from '../support/psa/connectwise/records.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import { addressesHere, addressesThere, creationsAsked, NORA, NORA_NEW, signInNew } from '../support/psa/new-person.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { letReturn } from '../support/psa/returning.js';
import { isSignedIn, recorded, signIn, statusOfAsking } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

type Nora = { world: PsaWorld; nora: Visitor; noraId: number };

test.each<[string, (nora: Nora) => Promise<void>]>([
  ['the search', async () => {}],
  ['a sync that comes first', ({ world }) => world.sync('full')],
])(
  'somebody who became a contact while the PSA was down, and whom %s finds inactive there, is made active',
  async (_what, begin) => {
    const given = await givenNoraOfAnOutage();
    const { world, nora, noraId } = given;
    const { portal, fake, creations, sync } = world;
    await begin(given);
    await backAgain(world);
    expect([addressesThere(fake), await addressesHere(world), creationsAsked(fake)]).toEqual([[NORA], [NORA], 0]);
    expect(fake.contacts()).toMatchObject([{ id: noraId, inactiveFlag: false }]);
    expect(await creations()).toMatchObject([{ state: 'done', reason: 'reactivated-in-psa' }]);
    expect(await recorded(portal)).toContain(`contact reactivated-in-psa: as ${noraId}`);
    await sync('full');
    expect(await isSignedIn(nora)).toBe(true);
  },
);

test('the same, while nobody comes back: linked and kept out, and not created a second time', async () => {
  const { world, nora } = await givenNoraOfAnOutage({}, { returns: false });
  await backAgain(world);
  expect([creationsAsked(world.fake), await isSignedIn(nora)]).toEqual([0, false]);
  expect(world.fake.contacts()).toMatchObject([{ inactiveFlag: true }]);
});

test('what was decided when they signed in counts: it is said otherwise since then', async () => {
  const { world, nora } = await givenNoraOfAnOutage();
  await letReturn(world.portal, false);
  await backAgain(world);
  expect(await isSignedIn(nora)).toBe(true);
  expect(world.fake.contacts()).toMatchObject([{ inactiveFlag: false }]);
});

test.each([
  ['not allowed to sign in there', { disablePortalLogin: true }],
  ['neither active nor allowed to sign in there', { inactive: true, disablePortalLogin: true }],
])('somebody %s comes back by no search, and by no sign-in', async (_what, state) => {
  const { world, nora } = await givenNoraOfAnOutage({ inactive: false, ...state });
  const { portal, fake } = world;
  await backAgain(world);
  expect(await isSignedIn(nora)).toBe(false);
  portal.passMinutes(1);
  await statusOfAsking(portal, portal.visitor(), NORA);
  await portal.ctx.psa.idle();
  expect(portal.sink.mailsTo(NORA)).toHaveLength(1);
  expect(fake.requests.filter(isReactivation)).toEqual([]);
});

test('whoever is kept out there by more than that, before they could be made active, has to sign in anew afterwards', async () => {
  const { world, nora, noraId } = await givenNoraOfAnOutage();
  const { portal, fake, sync, creations } = world;
  fake.options.forbids = isReactivation;
  await backAgain(world);
  expect([await isSignedIn(nora), await creations()]).toMatchObject([true, [{ state: 'waiting' }]]);
  for (const disablePortalLogin of [true, false]) {
    fake.update('contact', noraId, { disablePortalLogin });
    await sync();
    expect(await isSignedIn(nora)).toBe(false);
  }
  fake.options.forbids = () => false;
  portal.passMinutes(60);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([{ inactiveFlag: true }]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'kept-out' }]);
});

test('of two inactive ones with the address one is made active, nobody is created, and a note says that there are two', async () => {
  const { world, nora, noraId } = await givenNoraOfAnOutage({}, { twice: true });
  const { portal, fake } = world;
  await backAgain(world);
  expect(await isSignedIn(nora)).toBe(true);
  const active = fake.contacts().filter(({ inactiveFlag }) => !inactiveFlag);
  expect([active.map(({ id }) => id), creationsAsked(fake)]).toEqual([[noraId], 0]);
  expect(textOf(await portal.administrator.get('/admin/psa'))).toContain(`Two contacts in ConnectWise have ${NORA}`);
});

test('a contact that an administrator has added by hand is not made active there: nobody has proven its address', async () => {
  const { portal, fake, acme, creations } = await startPsaWorld();
  await letReturn(portal, true);
  fake.contact({ companyId: acme.there, firstName: 'Nora', lastName: 'New', emails: [NORA], inactive: true });
  const page = `/admin/companies/${acme.id}`;
  const added = await portal.administrator.post(`${page}/contacts`, { address: NORA, ...NORA_NEW });
  expect(added.status).toBe(303);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([{ inactiveFlag: true }]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
  expect(textOf(await portal.administrator.get(page))).toContain('Inactive in ConnectWise');

  const nora = portal.visitor();
  expect((await signIn(portal, nora, NORA)).headers.location).toBe('/');
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([{ inactiveFlag: false }]);
});

/** Nora is inactive there, which nobody knows here: she signs in as somebody new while the PSA is down. */
async function givenNoraOfAnOutage(
  state: Partial<NewContact> = {},
  { returns = true, twice = false } = {},
): Promise<Nora> {
  const world = await startPsaWorld();
  const { portal, fake, acme } = world;
  await letReturn(portal, returns);
  const person = {
    companyId: acme.there,
    firstName: 'Nora',
    lastName: 'New',
    emails: [NORA],
    inactive: true,
    ...state,
  };
  const { id: noraId } = fake.contact(person);
  if (twice) fake.contact(person);
  await fake.stop();
  const nora = await signInNew(portal);
  await portal.ctx.psa.idle();
  await fake.start();
  return { world, nora, noraId };
}

function isReactivation({ method }: FakeRequest): boolean {
  return method === 'PATCH';
}

async function backAgain({ portal }: PsaWorld): Promise<void> {
  portal.passMinutes(1);
  await portal.ctx.psa.idle();
}
