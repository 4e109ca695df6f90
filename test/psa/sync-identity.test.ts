import { expect, test } from 'vitest';
import type { NewCompany, NewContact } from '../support/psa/connectwise-records.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded, signIn, statusOfAsking } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const [ANN, BOB] = ['ann@acme.example', 'bob@acme.example'];

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

test('whoever is deleted there is kept out by the next full sync; somebody new with the address is let in as themselves', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  await givenWindowsAccount(world, ANN);
  fake.remove('contact', annId);
  await sync('full');
  expect(await isSignedIn(ann)).toBe(false);
  expect(await stateOf(world, ANN)).toMatchObject({ active: 1, psa_refusal: 'gone' });
  await statusOfAsking(portal, portal.visitor(), ANN);
  expect((await recorded(portal)).join('\n')).toContain('contact is not in the PSA any more');
  portal.passMinutes(1);

  fake.contact({ companyId: acme.there, firstName: 'Anna', lastName: 'Ray', emails: [ANN] });
  await sync();
  expect(await windowsAccounts(world)).toEqual([]);
  expect(await notes(world)).toMatchObject([{ kind: 'moved', subject: ANN, detail: 'Ann Lee -> Anna Ray' }]);
  expect(await greeting(world, portal.visitor(), ANN)).toBe('Anna Ray');
});

test('somebody new with the address of one who has left the company there is let in as themselves', async () => {
  const { world, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  await givenWindowsAccount(world, ANN);
  fake.update('contact', annId, { companyId: undefined });
  await sync();
  fake.contact({ companyId: acme.there, firstName: 'Anna', lastName: 'Ray', emails: [ANN] });
  await sync();
  expect(await windowsAccounts(world)).toEqual([]);
  expect(await notes(world)).toMatchObject([{ kind: 'moved', subject: ANN }]);
  expect(await greeting(world, portal.visitor(), ANN)).toBe('Anna Ray');
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

test('a changed address keeps the contact and its name, and ends whatever the old one opened', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { portal, fake, sync } = world;
  const before = await stateOf(world, ANN);
  await givenWindowsAccount(world, ANN);
  const { browser, code } = await underWay(world, ANN);
  fake.update('contact', annId, { emails: ['ann.lee@acme.example'] });
  await sync();
  expect(await isSignedIn(ann)).toBe(false);
  expect((await browser.post('/login/token', { token: code })).status).not.toBe(303);
  expect(await isSignedIn(browser)).toBe(false);
  expect(await stateOf(world, 'ann.lee@acme.example')).toMatchObject({ id: before?.id, first_name: 'Ann' });
  expect(await windowsAccounts(world)).toEqual([before?.id]);
  expect(await recorded(portal)).toContain(`contact readdressed: ${ANN} -> ann.lee@acme.example`);
  expect(await greeting(world, portal.visitor(), 'ann.lee@acme.example')).toBe('Ann Lee');
});

test.each([
  ['has another one now', { emails: ['ann.lee@acme.example'] }],
  ['has it among others still', { emails: ['ann.lee@acme.example', ANN] }],
  ['has left the company', { companyId: undefined }],
])('an address that somebody else has, while its owner %s, opens nothing of the owner’s', async (_what, change) => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  await givenWindowsAccount(world, ANN);
  const { browser, code } = await underWay(world, ANN);
  fake.update('contact', annId, change);
  fake.contact({ companyId: acme.there, firstName: 'Bob', lastName: 'Ray', emails: [ANN] });
  await sync();
  expect(await isSignedIn(ann)).toBe(false);
  await browser.post('/login/token', { token: code });
  expect(await isSignedIn(browser)).toBe(false);
  expect(await windowsAccounts(world)).toEqual([]);
  expect(await notes(world)).toMatchObject([{ kind: 'moved', subject: ANN, detail: 'Ann Lee -> Bob Ray' }]);
  expect(await recorded(portal)).toContain('contact moved: Ann Lee -> Bob Ray');
  expect(await greeting(world, portal.visitor(), ANN)).toBe('Bob Ray');
  if ('emails' in change) expect(await greeting(world, portal.visitor(), 'ann.lee@acme.example')).toBe('Ann Lee');
});

test('two who swap addresses: nobody stays signed in, and each address opens its new owner', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  const { id: bobId } = fake.contact({ companyId: acme.there, firstName: 'Bob', lastName: 'Ray', emails: [BOB] });
  await sync();
  const bob = portal.visitor();
  await signIn(portal, bob, BOB);
  fake.update('contact', annId, { emails: [BOB] });
  fake.update('contact', bobId, { emails: [ANN] });
  await sync();
  expect([await isSignedIn(ann), await isSignedIn(bob)]).toEqual([false, false]);
  portal.passMinutes(1);
  expect(await greeting(world, portal.visitor(), ANN)).toBe('Bob Ray');
  expect(await greeting(world, portal.visitor(), BOB)).toBe('Ann Lee');
});

test('a further address that changes hands signs its former owner out, and opens the new one', async () => {
  const further = 'al@private.example';
  const { world, ann, annId } = await givenAnnSignedIn([ANN, further]);
  const { portal, fake, acme, sync } = world;
  const { browser, code } = await underWay(world, further);
  fake.update('contact', annId, { emails: [ANN] });
  const bob = { companyId: acme.there, firstName: 'Bob', lastName: 'Ray', emails: [BOB, further] };
  fake.contact(bob);
  await sync();
  expect(await isSignedIn(ann)).toBe(false);
  await browser.post('/login/token', { token: code });
  expect(await isSignedIn(browser)).toBe(false);
  expect(await notes(world)).toMatchObject([{ kind: 'moved', subject: further }]);
  expect(await greeting(world, portal.visitor(), further)).toBe('Bob Ray');
  expect(await greeting(world, portal.visitor(), ANN)).toBe('Ann Lee');
});

test('a further address becomes the contact’s own, and the own one a further one', async () => {
  const further = 'al@private.example';
  const { world, annId } = await givenAnnSignedIn([ANN, further]);
  const { portal, fake, sync } = world;
  fake.update('contact', annId, { emails: [further, ANN] });
  await sync();
  expect(await addressesOf(world)).toEqual({ own: [further], further: [ANN] });
  expect(await greeting(world, portal.visitor(), ANN)).toBe('Ann Lee');
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
  expect(await stateOf(world, ANN)).toMatchObject({ first_name: 'Annie', last_name: 'Typed' });
});

test('a contact that is switched off here stays off, whatever the PSA says', async () => {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  await portal.given.contact(acme.id, ANN, { active: false });
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN], inactive: true });
  await sync();
  fake.update('contact', id, { inactive: false });
  await sync();
  expect(await stateOf(world, ANN)).toMatchObject({ active: 0, psa_refusal: null });
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

/** Ann, whom the PSA knows, signed in here; somebody else is there, too. */
async function givenAnnSignedIn(emails = [ANN]): Promise<{ world: PsaWorld; ann: Visitor; annId: number }> {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails });
  fake.contact({ companyId: acme.there, firstName: 'Zoe', lastName: 'Else', emails: ['zoe@acme.example'] });
  await sync();
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  portal.passMinutes(1);
  return { world, ann, annId: id };
}

/** Somebody who has asked for a token and not used it yet. */
async function underWay({ portal }: PsaWorld, address: string): Promise<{ browser: Visitor; code: string }> {
  const browser = portal.visitor();
  const before = portal.sink.mailsTo(address).length;
  await statusOfAsking(portal, browser, address);
  const { code } = await portal.tokenMailed(address, before + 1);
  portal.passMinutes(1);
  return { browser, code };
}

/** Signs in, and answers the name that the portal greets with. */
async function greeting({ portal }: PsaWorld, visitor: Visitor, address: string): Promise<string | undefined> {
  await signIn(portal, visitor, address);
  return /Hello, ([^<]+)/.exec((await visitor.get('/')).text)?.[1]?.trim();
}

/** Links the contact with an account, as its first sign-in by password does. */
async function givenWindowsAccount({ portal, acme }: PsaWorld, address: string): Promise<void> {
  const { db, clock } = portal.ctx;
  const directory_id = await portal.given.directory(acme.id, { active: false });
  const { id: contact_id } = await db
    .selectFrom('contacts')
    .select('id')
    .where('address', '=', address)
    .executeTakeFirstOrThrow();
  const account = { object_guid: '01'.repeat(16), user_name: 'ann', linked_at: clock() };
  await db
    .insertInto('directory_accounts')
    .values({ directory_id, contact_id, ...account })
    .execute();
}

async function windowsAccounts({ portal }: PsaWorld): Promise<string[]> {
  const rows = await portal.ctx.db.selectFrom('directory_accounts').select('contact_id').execute();
  return rows.map(({ contact_id }) => contact_id);
}

async function stateOf({ portal }: PsaWorld, address: string) {
  return portal.ctx.db.selectFrom('contacts').selectAll().where('address', '=', address).executeTakeFirst();
}

async function addressesOf({ portal: { ctx } }: PsaWorld) {
  const contact = { own: 'contacts', further: 'further_addresses' } as const;
  const own = await ctx.db.selectFrom(contact.own).select('address').where('address', 'not like', 'zoe%').execute();
  const further = await ctx.db.selectFrom(contact.further).select('address').execute();
  return { own: own.map(({ address }) => address), further: further.map(({ address }) => address) };
}

function notes({ portal }: PsaWorld) {
  return portal.ctx.db.selectFrom('psa_notes').selectAll().execute();
}

function byRefusal(one: { psa_refusal: string | null }, other: { psa_refusal: string | null }): number {
  return (other.psa_refusal ?? '').localeCompare(one.psa_refusal ?? '');
}
