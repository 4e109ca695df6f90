import { expect, test } from 'vitest';
import { linkCompany } from '../../src/psa/companies/link-company.js';
import { ANN, contactOf, givenAnnSignedIn } from '../support/psa/ann.js';
import { isCreation, NORA, settle, signInNew } from '../support/psa/new-person.js';
import { BY, type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, signIn } from '../support/sign-in.js';

test('whose address a deleted record had is let in as somebody new, and created there', async () => {
  const world = await startPsaWorld();
  const { portal, fake, sync } = world;
  await givenDeletedRecord(world, NORA);
  fake.misbehave({ match: isCreation, times: 1, do: 'status', status: 500 });
  const nora = await signInNew(portal);
  await sync('full');
  expect(await isSignedIn(nora)).toBe(true);
  await settle(world);
  expect(fake.contacts().map(({ firstName }) => firstName)).toEqual(['Zoe', 'Nora']);
  expect(await world.creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
});

test('linking a company keeps nobody out because a deleted record had their address', async () => {
  const { portal, fake, sync } = await startPsaWorld();
  const there = fake.company({ name: 'Globex' }).id;
  fake.contact({ companyId: there, firstName: 'Zoe', emails: ['zoe@globex.example'] });
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  await portal.given.contact(globex, 'gus@globex.example');
  const { id } = fake.contact({ companyId: there, firstName: 'Gus', emails: ['gus@globex.example'] });
  await sync();
  fake.remove('contact', id);
  await sync('full');
  const gus = portal.visitor();
  await signIn(portal, gus, 'gus@globex.example');
  await linkCompany(portal.ctx, String(there), globex, BY);
  expect(await isSignedIn(gus)).toBe(true);
});

test('of two records of one person one is deleted: whoever was signed in stays so, and keeps the contact', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { fake, acme, sync } = world;
  const before = await contactOf(world, ANN);
  const second = fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  await sync();
  fake.remove('contact', annId);
  await sync('full');
  expect(await isSignedIn(ann)).toBe(true);
  expect(await contactOf(world, ANN)).toMatchObject({ id: before?.id, psa_refusal: null });
  expect(await notes(world)).toEqual([]);

  fake.update('contact', second.id, { emails: ['ann.lee@acme.example'] });
  await sync();
  expect(await contactOf(world, 'ann.lee@acme.example')).toMatchObject({ id: before?.id, psa_refusal: null });
  expect(await notes(world)).toEqual([]);
});

/** A contact of Acme's there that was seen, and then deleted. */
async function givenDeletedRecord({ fake, acme, sync, portal }: PsaWorld, address: string): Promise<void> {
  const company = await portal.ctx.db.selectFrom('psa_companies').selectAll().executeTakeFirstOrThrow();
  await portal.ctx.db.updateTable('psa_companies').set({ company_id: null }).execute();
  fake.contact({ companyId: acme.there, firstName: 'Zoe', emails: ['zoe@acme.example'] });
  const { id } = fake.contact({ companyId: acme.there, emails: [address] });
  await sync();
  fake.remove('contact', id);
  await sync('full');
  const gone = portal.ctx.db.selectFrom('psa_contacts').select('psa_id').where('refusal', '=', 'gone');
  expect(await gone.execute()).toHaveLength(1);
  await portal.ctx.db.updateTable('psa_companies').set({ company_id: company.company_id }).execute();
}

async function notes({ portal }: PsaWorld) {
  return portal.ctx.db.selectFrom('psa_notes').selectAll().execute();
}
