import { expect, test } from 'vitest';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { contactSessions, isSignedIn, recorded, signIn, statusOfAsking } from '../support/sign-in.js';

const ANN = 'ann@acme.example';

test('somebody whom the PSA knows signs in without being asked for a name', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  await sync();
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  expect((await ann.get('/')).text).toContain('Hello, Ann Lee');
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toHaveLength(1);
});

test('an address that only the PSA knows is looked up after the answer, and the mail goes', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: ['ann@private.example'] });
  const ann = portal.visitor();
  await signIn(portal, ann, 'ann@private.example');
  expect((await ann.get('/')).text).toContain('Hello, Ann Lee');
});

test('the mail for somebody who was looked up carries their company’s portal name', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  await portal.ctx.db.updateTable('companies').set({ portal_name: 'Acme Help' }).where('id', '=', acme.id).execute();
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: ['ann@private.example'] });
  await signIn(portal, portal.visitor(), 'ann@private.example');
  expect(portal.sink.mailsTo('ann@private.example').at(-1)?.subject).toContain('Acme Help');
});

test('somebody whom nobody knows gets no mail, and the page does not tell', async () => {
  const { portal } = await startPsaWorld();
  expect(await statusOfAsking(portal, portal.visitor(), 'eve@private.example')).toBe(303);
  expect(portal.sink.mails).toEqual([]);
  const trace = 'the PSA was asked; no contact; domain private.example belongs to no company';
  expect(await recorded(portal)).toContain(`token-mail withheld: ${trace}`);
});

test('an address is looked up only after its answer: a PSA that hangs holds up nobody', async () => {
  const { portal, fake } = await startPsaWorld();
  fake.misbehave({ do: 'hang' });
  const asked = await portal.visitor().post('/login', { email: 'eve@private.example' });
  expect(asked.status).toBe(303);
  await fake.stop();
});

test('while the PSA does not answer, somebody new of a known domain gets their mail all the same', async () => {
  const { portal, fake } = await startPsaWorld();
  await fake.stop();
  const nora = portal.visitor();
  await signIn(portal, nora, 'nora@acme.example');
  await nora.post('/login/name', { first_name: 'Nora', last_name: 'New' });
  expect(await isSignedIn(nora)).toBe(true);
});

test('300 look-ups an hour, and then what the last sync knew decides', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  const { db, clock } = portal.ctx;
  await db
    .insertInto('counters')
    .values({ name: 'psa:look-ups', ends_at: clock() + 3_600_000, count: 299 })
    .execute();
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: ['ann@private.example'] });
  fake.contact({ companyId: acme.there, firstName: 'Bob', lastName: 'Ray', emails: ['bob@private.example'] });
  await statusOfAsking(portal, portal.visitor(), 'ann@private.example');
  await statusOfAsking(portal, portal.visitor(), 'bob@private.example');
  expect(portal.sink.mailsTo('ann@private.example')).toHaveLength(1);
  expect(portal.sink.mails).toHaveLength(1);
  expect((await recorded(portal)).join('\n')).toContain('the PSA was not asked');
});

test.each([
  ['inactive there', { inactive: true }, 'contact is inactive in the PSA'],
  ['not allowed to use the portal', { disablePortalLogin: true }, 'portal login is disabled in the PSA'],
])('somebody %s gets no mail, and the audit trail says why', async (_what, state, why) => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN], ...state });
  await statusOfAsking(portal, portal.visitor(), ANN);
  expect(await recorded(portal)).toContain(`token-mail withheld: the PSA was asked; contact at Acme Ltd; ${why}`);
  await sync();
  portal.passMinutes(1);
  await statusOfAsking(portal, portal.visitor(), ANN);
  expect((await recorded(portal)).filter((event) => event.includes(why))).toHaveLength(2);
  expect(portal.sink.mails).toEqual([]);
});

test('whoever becomes inactive there while the mail is under way is refused, and told so', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  await sync();
  const ann = portal.visitor();
  await ann.post('/login', { email: ANN });
  const { code } = await portal.tokenMailed(ANN);
  await portal.ctx.outbox.idle();
  fake.update('contact', id, { inactive: true });
  await sync();
  const refused = await ann.post('/login/token', { token: code });
  expect(refused.status).toBe(403);
  expect(await recorded(portal)).toContain('sign-in refused: contact at Acme Ltd; contact is inactive in the PSA');
});

test('contacts of several companies choose which', async () => {
  const { portal, fake, acme, linked } = await startPsaWorld();
  const globex = await linked('Globex');
  for (const { there } of [acme, globex])
    fake.contact({ companyId: there, firstName: 'Ann', lastName: 'Lee', emails: ['ann@private.example'] });
  const ann = portal.visitor();
  const { headers } = await signIn(portal, ann, 'ann@private.example');
  expect(headers.location).toBe('/login/company');
  const page = await ann.get('/login/company');
  expect(page.text).toContain('Acme Ltd');
  expect(page.text).toContain('Globex');
});

test('of two contacts of one company the primary one signs in, and a note says that there are two', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Old', lastName: 'Ann', emails: [ANN] });
  fake.contact({ companyId: acme.there, firstName: 'Primary', lastName: 'Ann', emails: [ANN], primary: true });
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  expect((await ann.get('/')).text).toContain('Hello, Primary Ann');
  expect(await notes({ portal })).toMatchObject([{ kind: 'double', subject: ANN }]);
});

test('of two contacts of one company the oldest active one signs in, when none is primary', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Oldest', lastName: 'Ann', emails: [ANN], inactive: true });
  fake.contact({ companyId: acme.there, firstName: 'Active', lastName: 'Ann', emails: [ANN] });
  fake.contact({ companyId: acme.there, firstName: 'Young', lastName: 'Ann', emails: [ANN] });
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  expect((await ann.get('/')).text).toContain('Hello, Active Ann');
});

test('every address of a contact opens it, but not a shared mailbox’s, nor one that two of a company have', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  const shared = { value: 'info@private.example', type: 'Shared Mailbox' } as const;
  const both = 'team@private.example';
  fake.contact({
    companyId: acme.there,
    firstName: 'Ann',
    lastName: 'Lee',
    emails: [ANN, 'al@private.example', shared, both],
  });
  fake.contact({ companyId: acme.there, firstName: 'Bob', lastName: 'Ray', emails: ['bob@acme.example', both] });
  await sync();
  const ann = portal.visitor();
  await signIn(portal, ann, 'al@private.example');
  expect((await ann.get('/')).text).toContain('Hello, Ann Lee');
  for (const address of ['info@private.example', both]) await statusOfAsking(portal, portal.visitor(), address);
  expect(portal.sink.mails).toHaveLength(1);
});

test('a further address opens no other company: only the contact’s own address has been shown to be theirs there', async () => {
  const { portal, fake, acme, linked } = await startPsaWorld();
  const globex = await linked('Globex');
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN, 'al@private.example'] });
  fake.contact({ companyId: globex.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  const ann = portal.visitor();
  await signIn(portal, ann, 'al@private.example');
  expect((await ann.get('/')).text).not.toContain('Another company');
  expect(await contactSessions(portal)).toMatchObject([{ address_proven: 0 }]);
});

test('a contact there at a company that is not linked is nobody here', async () => {
  const { portal, fake } = await startPsaWorld();
  const stranger = fake.company({ name: 'Prospect Ltd' });
  fake.contact({ companyId: stranger.id, firstName: 'Ann', lastName: 'Lee', emails: ['ann@private.example'] });
  await statusOfAsking(portal, portal.visitor(), 'ann@private.example');
  expect(portal.sink.mails).toEqual([]);
});

function notes({ portal }: Pick<PsaWorld, 'portal'>) {
  return portal.ctx.db.selectFrom('psa_notes').selectAll().execute();
}
