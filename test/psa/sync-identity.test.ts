import { expect, test } from 'vitest';
import { ANN, contactOf, givenAnnSignedIn, greeting } from '../support/psa/ann.js';
import type { PsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded, signIn, statusOfAsking } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const BOB = 'bob@acme.example';

test('whoever is deleted there is kept out by the next full sync; somebody new with the address is let in as themselves', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { portal, fake, acme, sync } = world;
  await givenWindowsAccount(world, ANN);
  fake.remove('contact', annId);
  await sync('full');
  expect(await isSignedIn(ann)).toBe(false);
  expect(await contactOf(world, ANN)).toMatchObject({ active: 1, psa_refusal: 'gone' });
  expect(await windowsAccounts(world)).toEqual([]);
  await statusOfAsking(portal, portal.visitor(), ANN);
  expect((await recorded(portal)).join('\n')).toContain('contact is not in the PSA any more');
  portal.passMinutes(1);

  fake.contact({ companyId: acme.there, firstName: 'Anna', lastName: 'Ray', emails: [ANN] });
  await sync();
  expect(await windowsAccounts(world)).toEqual([]);
  expect(await notes(world)).toMatchObject([
    { kind: 'moved', subject: ANN, detail: expect.stringMatching(/Ann Lee.+Anna Ray/) },
  ]);
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

test('a changed address keeps the contact and its name, and ends whatever the old one opened', async () => {
  const { world, ann, annId } = await givenAnnSignedIn();
  const { portal, fake, sync } = world;
  const before = await contactOf(world, ANN);
  await givenWindowsAccount(world, ANN);
  const { browser, code } = await underWay(world, ANN);
  fake.update('contact', annId, { emails: ['ann.lee@acme.example'] });
  await sync();
  expect(await isSignedIn(ann)).toBe(false);
  expect((await browser.post('/login/token', { token: code })).status).not.toBe(303);
  expect(await isSignedIn(browser)).toBe(false);
  expect(await contactOf(world, 'ann.lee@acme.example')).toMatchObject({ id: before?.id, first_name: 'Ann' });
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
  expect(await notes(world)).toMatchObject([
    { kind: 'moved', subject: ANN, detail: expect.stringMatching(/Ann Lee.+Bob Ray/) },
  ]);
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

/** Somebody who has asked for a token and not used it yet. */
async function underWay({ portal }: PsaWorld, address: string): Promise<{ browser: Visitor; code: string }> {
  const browser = portal.visitor();
  const before = portal.sink.mailsTo(address).length;
  await statusOfAsking(portal, browser, address);
  const { code } = await portal.tokenMailed(address, before + 1);
  portal.passMinutes(1);
  return { browser, code };
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

async function addressesOf({ portal: { ctx } }: PsaWorld) {
  const contact = { own: 'contacts', further: 'further_addresses' } as const;
  const own = await ctx.db.selectFrom(contact.own).select('address').where('address', 'not like', 'zoe%').execute();
  const further = await ctx.db.selectFrom(contact.further).select('address').execute();
  return { own: own.map(({ address }) => address), further: further.map(({ address }) => address) };
}

function notes({ portal }: PsaWorld) {
  return portal.ctx.db.selectFrom('psa_notes').selectAll().execute();
}
