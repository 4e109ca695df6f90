import { expect, test } from 'vitest';
import { disconnectPsa } from '../../src/psa/change-psa.js';
import { unlinkCompany } from '../../src/psa/companies/link-company.js';
import { textOf } from '../support/form.js';
import { ANN, givenAnnSignedIn } from '../support/psa/ann.js';
import { BY, type PsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded, signIn, statusOfAsking } from '../support/sign-in.js';

const FURTHER = 'al@private.example';

test.each<[string, (world: PsaWorld) => Promise<unknown>]>([
  ['unlinked', ({ portal, acme }) => unlinkCompany(portal.ctx, String(acme.there), BY)],
  ['disconnected', ({ portal }) => disconnectPsa(portal.ctx, BY)],
])('once %s, nobody could take a further address away any more: it opens nothing', async (_what, end) => {
  const { world, ann } = await givenAnnSignedIn([ANN, FURTHER]);
  const { portal } = world;
  const zoe = portal.visitor();
  await signIn(portal, zoe, 'zoe@acme.example');
  const late = portal.visitor();
  await statusOfAsking(portal, late, FURTHER);
  const { code } = await portal.tokenMailed(FURTHER);
  await end(world);
  expect([await isSignedIn(ann), await isSignedIn(zoe)]).toEqual([false, true]);
  await late.post('/login/token', { token: code });
  expect(await isSignedIn(late)).toBe(false);
  expect(await portal.ctx.db.selectFrom('further_addresses').selectAll().execute()).toEqual([]);
  expect(await recorded(portal)).toContain('contact address-ended: no further address of theirs any more');
  portal.passMinutes(1);
  await signIn(portal, ann, ANN);
  expect(await isSignedIn(ann)).toBe(true);
});

test('the pages that ask first say so', async () => {
  const { world } = await givenAnnSignedIn();
  const { administrator } = world.portal;
  const words = 'Further addresses that';
  expect(textOf(await administrator.get('/admin/psa/removal'))).toContain(words);
  const path = `/admin/psa/companies/${world.acme.there}/link/removal`;
  expect(textOf(await administrator.get(path))).toContain(words);
});

test('one that is given to somebody who is here already is recorded, one of somebody new is not', async () => {
  const { world, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  fake.update('contact', annId, { emails: [ANN, FURTHER] });
  fake.contact({ companyId: acme.there, firstName: 'Bob', emails: ['bob@acme.example', 'bob@private.example'] });
  await sync();
  const added = portal.ctx.db.selectFrom('audit_events').select('address').where('outcome', '=', 'address-added');
  expect(await added.execute()).toEqual([{ address: FURTHER }]);
});
