import { expect, test } from 'vitest';
import { disconnectPsa } from '../../src/psa/change-psa.js';
import { linkCompany, unlinkCompany } from '../../src/psa/companies/link-company.js';
import { ANN, givenAnnSignedIn } from '../support/psa/ann.js';
import { BY, connect, type PsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded, signIn } from '../support/sign-in.js';

test('linked again to who they were, everybody stays signed in', async () => {
  const { world, ann } = await givenAnnSignedIn();
  await unlink(world);
  await link(world);
  expect(await isSignedIn(ann)).toBe(true);
  expect(await notes(world)).toEqual([]);
});

test('an address that changed hands while the company was not linked opens nothing of its former owner', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  await unlink(world);
  world.fake.remove('contact', annId);
  world.fake.contact({ companyId: world.acme.there, firstName: 'Ben', lastName: 'New', emails: [ANN] });
  await world.sync('full');
  await link(world);
  expect(await isSignedIn(ann)).toBe(false);
  expect(await notes(world)).toMatchObject([{ kind: 'moved', subject: ANN }]);
  expect(await recorded(world.portal)).toContain('contact moved: Ann Lee -> Ben New');
});

test.each([
  ['the same name', {}, true],
  ['another name', { firstName: 'Ben' }, false],
])('after another PSA was connected an id says nothing: with %s', async (_what, change, stays) => {
  const { world, ann, annId } = await givenAnnSignedIn();
  await disconnectPsa(world.portal.ctx, BY);
  world.fake.update('contact', annId, change);
  await connect(world.portal, world.fake);
  await link(world);
  expect(await isSignedIn(ann)).toBe(stays);
});

test('the first link signs nobody out whose name was typed otherwise here', async () => {
  const { world } = await givenAnnSignedIn();
  const { portal, fake, sync } = world;
  const globex = fake.company({ name: 'Globex' }).id;
  fake.contact({ companyId: globex, firstName: 'Robert', lastName: 'Ray', emails: ['bob@globex.example'] });
  const ours = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  await portal.given.contact(ours, 'bob@globex.example', { first: 'Bob' });
  const bob = portal.visitor();
  await signIn(portal, bob, 'bob@globex.example');
  await sync();
  await linkCompany(portal.ctx, String(globex), ours, BY);
  expect(await isSignedIn(bob)).toBe(true);
});

async function unlink({ portal, acme }: PsaWorld): Promise<void> {
  await unlinkCompany(portal.ctx, String(acme.there), BY);
}

async function link({ portal, acme }: PsaWorld): Promise<void> {
  expect(await linkCompany(portal.ctx, String(acme.there), acme.id, BY)).toMatchObject({ kind: 'linked' });
}

function notes({ portal }: PsaWorld) {
  return portal.ctx.db.selectFrom('psa_notes').selectAll().execute();
}
