import { expect, test } from 'vitest';
import { linkCompany } from '../../src/psa/companies/link-company.js';
import { signInByPassword } from '../support/directory-login.js';
import { givenDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { formIn, textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { addressesThere, creationsAsked, NORA, NORA_NEW, signInNew } from '../support/psa/new-person.js';
import { BY, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded, signIn } from '../support/sign-in.js';

test('somebody new is signed in at once, and created there under their company, where they may sign in', async () => {
  const { portal, fake, acme, creations } = await startPsaWorld({ connectWise: { emailTypeId: 41 } });
  fake.company({ name: 'Acme Ltd' });
  expect(await isSignedIn(await signInNew(portal))).toBe(true);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([
    {
      firstName: 'Nora',
      lastName: 'New',
      company: { id: acme.there },
      inactiveFlag: false,
      disablePortalLoginFlag: false,
      communicationItems: [{ value: NORA, type: { id: 41 }, defaultFlag: true, communicationType: 'Email' }],
    },
  ]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
  expect(await recorded(portal)).toContain(`contact created-in-psa: as ${fake.contacts()[0]?.id}`);
});

test('whoever was created is there once, however often they sign in and however often it is synced', async () => {
  const { portal, fake, sync } = await startPsaWorld();
  await signInNew(portal);
  await sync();
  portal.passMinutes(1);
  const again = portal.visitor();
  await signIn(portal, again);
  await sync('full');
  expect((await signIn(portal, portal.visitor(), NORA)).headers.location).toBe('/');
  expect(creationsAsked(fake)).toBe(1);
  expect(await namesHere(portal)).toEqual(['Nora New']);
});

test('a contact that an administrator adds is created there, too', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  await portal.administrator.get(`/admin/companies/${acme.id}/contacts/new`);
  const added = await portal.administrator.post(`/admin/companies/${acme.id}/contacts`, { ...NORA_NEW, address: NORA });
  expect(added.status).toBe(303);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([{ firstName: 'Nora', lastName: 'New', company: { id: acme.there } }]);
});

test('without a PSA nothing waits to be created anywhere', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  await signInNew(portal);
  expect(await portal.ctx.db.selectFrom('psa_creations').selectAll().execute()).toEqual([]);
});

const LONG = 'Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Senior Jr.';

test.each([
  ['an apostrophe and an accent', NORA, 'Núria', "O'Neil-Weiß", 'Núria', "O'Neil-Weiß"],
  ['more letters than it takes', NORA, LONG, LONG, LONG.slice(0, 30), LONG.slice(0, 30)],
  ['a tag in the address', 'nora+tag@acme.example', 'Nora', 'New', 'Nora', 'New'],
  ['an apostrophe in the address', "n.o'neil@acme.example", 'Nora', "O'Neil", 'Nora', "O'Neil"],
  ['signs that mean something in a search', 'n*o#r&a_{}@acme.example', 'Nora', 'New', 'Nora', 'New'],
])(
  '%s: created there once, and kept here as it was given',
  async (_what, address, first, last, firstName, lastName) => {
    const { portal, fake, sync } = await startPsaWorld();
    await signInNew(portal, address, { first_name: first, last_name: last });
    await portal.ctx.psa.idle();
    expect(fake.contacts()).toMatchObject([{ firstName, lastName, communicationItems: [{ value: address }] }]);
    await sync('full');
    expect(await namesHere(portal)).toEqual([`${first} ${last}`]);
    expect(addressesThere(fake)).toEqual([address]);
  },
);

test('somebody new with a Windows password is created there with the name that the directory has', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  const ad = await forest('acme');
  const sid = { sid: ad.domainSid, company_id: acme.id, created_at: portal.ctx.clock() };
  await portal.ctx.db.insertInto('company_sids').values(sid).execute();
  await givenDirectory(portal, acme.id, ad);
  const jo = await ad.addUser({ givenName: 'Jörg-Peter', sn: "O'Neil" });
  const browser = portal.visitor();
  await signInByPassword(portal, browser, jo);
  const { first_name = '', last_name = '' } = formIn(await browser.get('/login/name'), '/login/name');
  await browser.post('/login/name', { first_name, last_name });
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([
    { firstName: 'Jörg-Peter', lastName: "O'Neil", communicationItems: [{ value: jo.mail }] },
  ]);
});

test('a contact of a company that is not linked waits for that, and the console says so', async () => {
  const { portal, fake, creations, sync } = await startPsaWorld();
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  expect(await isSignedIn(await signInNew(portal, 'gus@globex.example'))).toBe(true);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'company-not-linked' }]);
  const page = textOf(await portal.administrator.get('/admin/psa'));
  expect(page).toContain('1 new contact waits for Globex to be linked');
  expect(fake.contacts()).toEqual([]);

  const there = fake.company({ name: 'Globex' });
  await sync();
  await linkCompany(portal.ctx, String(there.id), globex, BY);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([{ firstName: 'Nora', company: { id: there.id } }]);
});

async function namesHere({ ctx }: Portal): Promise<string[]> {
  const contacts = await ctx.db.selectFrom('contacts').selectAll().orderBy('id').execute();
  return contacts.map(({ first_name, last_name }) => `${first_name} ${last_name}`);
}
