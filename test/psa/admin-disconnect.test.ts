import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { ALICE, contactSessions, isSignedIn, recorded, signIn } from '../support/sign-in.js';
import { givenConnected, PAGE, type PsaWorld, storedPsa } from './console.js';

const OF_THE_PSA = ['psa_companies', 'psa_contacts', 'psa_creations', 'psa_notes', 'psa_syncs', 'psa_health'] as const;

test('disconnecting says first what happens, and then everything of the PSA is gone', async () => {
  const { portal, fake, acme, alice } = await givenAcme();
  const { db, clock } = portal.ctx;
  const there = fake.company({ name: 'Acme Ltd' });
  fake.contact({ companyId: there.id, firstName: 'Alice', emails: [ALICE] });
  await portal.administrator.post(`${PAGE}/syncs`);
  await portal.ctx.psa.idle();
  const later = clock() + 3_600_000;
  const job = { contact_id: alice, state: 'attention', tries: 1, next_try_at: later, created_at: 1 } as const;
  await db.insertInto('psa_creations').values(job).execute();
  const note = { kind: 'double', company_id: acme, subject: ALICE, detail: '', created_at: 1 } as const;
  await db.insertInto('psa_notes').values(note).execute();

  const asked = textOf(await portal.administrator.get(`${PAGE}/removal`));
  expect(asked).toContain('Disconnect ConnectWise?');
  expect(asked).toContain('ConnectWise keeps nobody out at this moment.');
  expect(await storedPsa(portal)).toBeDefined();

  expect((await portal.administrator.post(`${PAGE}/removal`)).headers.location).toBe(PAGE);
  const page = textOf(await portal.administrator.get(PAGE));
  expect(page).toContain('The PSA is disconnected.');
  expect(page).not.toContain('Needs attention');
  expect(await storedPsa(portal)).toBeUndefined();
  await portal.ctx.psa.idle();
  for (const table of OF_THE_PSA) expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
  expect(await isSignedIn(portal.visitor())).toBe(false);
  expect((await signIn(portal, portal.visitor())).status).toBe(303);
});

test('whoever the PSA kept out stays out, and nobody else', async () => {
  const { portal, acme } = await givenAcme();
  const { db } = portal.ctx;
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const bob = await portal.given.contact(acme, 'bob@acme.example', { first: 'Bob' });
  const carol = await portal.given.contact(globex, 'carol@globex.example', { first: 'Carol' });
  const [alice, bobs, carols] = [portal.visitor(), portal.visitor(), portal.visitor()];
  await signIn(portal, alice);
  await signIn(portal, bobs, 'bob@acme.example');
  await signIn(portal, carols, 'carol@globex.example');
  await db.updateTable('contacts').set({ psa_refusal: 'inactive' }).where('id', '=', bob).execute();
  await db.updateTable('companies').set({ psa_refusal: 'gone' }).where('id', '=', globex).execute();

  expect(textOf(await portal.administrator.get(`${PAGE}/removal`))).toContain(
    'Whom ConnectWise keeps out stays out: 1 contact and 1 company are deactivated.',
  );
  await portal.administrator.post(`${PAGE}/removal`);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('1 contact and 1 company are deactivated');

  const states = db.selectFrom('contacts').select(['id', 'active', 'psa_refusal']).where('id', 'in', [bob, carol]);
  expect(await states.orderBy('address').execute()).toEqual([
    { id: bob, active: 0, psa_refusal: null },
    { id: carol, active: 1, psa_refusal: null },
  ]);
  const company = db.selectFrom('companies').select(['active', 'psa_refusal']).where('id', '=', globex);
  expect(await company.execute()).toEqual([{ active: 0, psa_refusal: null }]);
  expect(await contactSessions(portal)).toHaveLength(1);
  expect(await Promise.all([alice, bobs, carols].map(isSignedIn))).toEqual([true, false, false]);
  expect((await recorded(portal)).at(-1)).toMatch(
    /^psa disconnected: .*kept them out: contacts 1, companies 1; by Mia/,
  );
});

async function givenAcme(): Promise<PsaWorld & { acme: string; alice: string }> {
  const world = await givenConnected();
  const acme = await world.portal.given.company({ domains: ['acme.example'] });
  return { ...world, acme, alice: await world.portal.given.contact(acme, ALICE) };
}
