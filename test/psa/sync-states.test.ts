import { expect, test } from 'vitest';
import { ANN, contactOf, givenAnnSignedIn, greeting } from '../support/psa/ann.js';
import type { NewCompany, NewContact } from '../support/psa/connectwise/records.js';
import { startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded, signIn, statusOfAsking } from '../support/sign-in.js';

const BOB = 'bob@acme.example';

test.each<[string, Partial<NewContact>, Partial<NewContact>]>([
  ['becomes inactive', { inactive: true }, { inactive: false }],
  ['may not use the portal any more', { disablePortalLogin: true }, { disablePortalLogin: false }],
  ['loses their address', { emails: [] }, { emails: [ANN] }],
  ['belongs to no company any more', { companyId: undefined }, {}],
])('whoever %s there is signed out here and stays out, until it is undone', async (_what, change, back) => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  fake.update('contact', annId, change);
  await sync();
  expect(await isSignedIn(ann)).toBe(false);
  await statusOfAsking(portal, portal.visitor(), ANN);
  expect(portal.sink.mailsTo(ANN)).toHaveLength(1);
  portal.passMinutes(1);

  fake.update('contact', annId, { companyId: acme.there, ...back });
  await sync();
  expect(await isSignedIn(ann), 'the old session').toBe(false);
  expect(await greeting(world, portal.visitor(), ANN)).toBe('Ann Lee');
});

test.each(['a company linked later', 'a company linked before'])(
  'whoever moves to %s has nothing at the old one any more',
  async (which) => {
    const world = await startPsaWorld();
    const { portal, fake, acme, linked, sync } = world;
    const globex = await linked('Globex');
    const [from, to] = which.endsWith('later') ? [acme, globex] : [globex, acme];
    const { id } = fake.contact({ companyId: from.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
    await sync();
    const ann = portal.visitor();
    await signIn(portal, ann, ANN);
    fake.update('contact', id, { companyId: to.there });
    await sync();
    expect(await isSignedIn(ann)).toBe(false);
    const contacts = portal.ctx.db.selectFrom('contacts').select(['company_id', 'psa_refusal']).orderBy('psa_refusal');
    expect((await contacts.execute()).toSorted(byRefusal)).toEqual([
      { company_id: from.id, psa_refusal: 'gone' },
      { company_id: to.id, psa_refusal: null },
    ]);
    await signIn(portal, ann, ANN);
    expect(await isSignedIn(ann)).toBe(true);
    expect((await ann.get('/')).text).toContain(to === acme ? 'Acme Ltd' : 'Globex');
  },
);

test('two who change places between two companies', async () => {
  const world = await startPsaWorld();
  const { fake, acme, linked, sync, portal } = world;
  const globex = await linked('Globex');
  const ann = fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@private.example'] });
  const bob = fake.contact({ companyId: globex.there, firstName: 'Bob', emails: ['bob@private.example'] });
  await sync();
  fake.update('contact', ann.id, { companyId: globex.there });
  fake.update('contact', bob.id, { companyId: acme.there });
  await sync();
  const rows = await portal.ctx.db.selectFrom('contacts').selectAll().where('psa_refusal', 'is', null).execute();
  expect(rows.map(({ first_name, company_id }) => [first_name, company_id]).toSorted()).toEqual([
    ['Ann', globex.id],
    ['Bob', acme.id],
  ]);
});

test.each<[string, Partial<NewCompany>, Partial<NewCompany>]>([
  ['inactive', { status: 'Inactive' }, { status: 'Active' }],
  ['deleted', { deleted: true }, { deleted: false }],
])('a company that is %s there keeps its people out, until it is not', async (_what, change, back) => {
  const { world, ann } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  fake.update('company', acme.there, change);
  await sync();
  expect(await isSignedIn(ann)).toBe(false);
  await statusOfAsking(portal, portal.visitor(), ANN);
  expect(portal.sink.mailsTo(ANN)).toHaveLength(1);
  fake.update('company', acme.there, { ...back, name: 'Acme Holding' });
  await sync();
  expect(await greeting(world, ann, ANN)).toBe('Ann Lee');
  expect((await ann.get('/')).text).toContain('Acme Holding');
});

test('a company that is not there any more keeps its people out after the next full sync', async () => {
  const { world, ann } = await givenAnnSignedIn();
  world.fake.company({ name: 'Globex' });
  world.fake.remove('company', world.acme.there);
  await world.sync('full');
  expect(await isSignedIn(ann)).toBe(false);
});

test('a name that is changed there is changed here, and who is signed in stays so', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  world.fake.update('contact', annId, { lastName: 'Park' });
  await world.sync();
  expect((await ann.get('/')).text).toContain('Hello, Ann Park');
  expect(await recorded(world.portal)).toContain('contact renamed: Ann Lee -> Ann Park');
});

test('a name that was typed here is kept while the one there stays as it was', async () => {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  await portal.given.contact(acme.id, ANN, { first: 'Annie', last: 'Typed' });
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  await sync();
  fake.update('contact', id, { primary: true });
  await sync('full');
  expect(await contactOf(world, ANN)).toMatchObject({ first_name: 'Annie', last_name: 'Typed' });
});

test('a contact that is switched off here stays off, whatever the PSA says', async () => {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  await portal.given.contact(acme.id, ANN, { active: false });
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN], inactive: true });
  await sync();
  fake.update('contact', id, { inactive: false });
  await sync();
  expect(await contactOf(world, ANN)).toMatchObject({ active: 0, psa_refusal: null });
  await statusOfAsking(portal, portal.visitor(), ANN);
  expect(portal.sink.mails).toEqual([]);
});

test('a contact that only we know is left alone by every sync', async () => {
  const world = await startPsaWorld();
  const { portal, acme, fake, sync } = world;
  await portal.given.contact(acme.id, BOB, { first: 'Bob', last: 'Ray' });
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  await sync('full');
  expect(await greeting(world, portal.visitor(), BOB)).toBe('Bob Ray');
});

function byRefusal(one: { psa_refusal: string | null }, other: { psa_refusal: string | null }): number {
  return (other.psa_refusal ?? '').localeCompare(one.psa_refusal ?? '');
}
