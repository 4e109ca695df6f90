import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, contactSessions, givenAlice, signIn } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

test('somebody known at two companies is asked which one, and signs in there', async () => {
  const { portal, atGlobex } = await givenAliceAtTwo();
  const alice = portal.visitor();
  expect((await signIn(portal, alice)).headers.location).toBe('/login/company');
  expect(await contactSessions(portal)).toEqual([]);
  const page = await alice.get('/login/company');
  expect(page.text).toContain('Acme Ltd');
  expect(page.text).toContain('Globex');
  const chosen = await alice.post('/login/company', { contact: atGlobex });
  expect([chosen.status, chosen.headers.location]).toEqual([303, '/']);
  expect(companyOn(await alice.get('/'))).toBe('Globex');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atGlobex }]);
});

test('the choice is remembered in that browser, and in no other', async () => {
  const { portal, atGlobex } = await givenAliceAtTwo();
  const alice = portal.visitor();
  await signIn(portal, alice);
  await alice.post('/login/company', { contact: atGlobex });
  await signOut(alice);
  portal.passMinutes(1);
  expect((await signIn(portal, alice)).headers.location).toBe('/');
  expect(companyOn(await alice.get('/'))).toBe('Globex');

  portal.passMinutes(1);
  expect((await signIn(portal, portal.visitor())).headers.location).toBe('/login/company');
});

test('"Another company" changes the company without another token and ends the first session', async () => {
  const { portal, atAcme, atGlobex } = await givenAliceAtTwo();
  const alice = portal.visitor();
  await signIn(portal, alice, ALICE, { shared: 'on' });
  await alice.post('/login/company', { contact: atGlobex });
  expect((await alice.get('/')).text).toContain('Another company');

  expect((await alice.post('/login/another-company')).headers.location).toBe('/login/company');
  expect((await alice.get('/login/company')).text).toContain('Acme Ltd');
  expect((await alice.post('/login/company', { contact: atAcme })).headers.location).toBe('/');
  expect(companyOn(await alice.get('/'))).toBe('Acme Ltd');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atAcme, shared: 1 }]);
});

test('"Another company" does not make a session live longer than the one that was proven', async () => {
  const { portal, atAcme, atGlobex } = await givenAliceAtTwo();
  const alice = portal.visitor();
  await signIn(portal, alice, ALICE, { shared: 'on' });
  await alice.post('/login/company', { contact: atGlobex });
  portal.passMinutes(7 * 60);
  await alice.get('/');
  expect((await alice.post('/login/company', { contact: atAcme })).headers.location).toBe('/');
  portal.passMinutes(61);
  expect((await alice.get('/')).status).toBe(303);
});

test('a shared computer remembers neither the company nor the address', async () => {
  const { portal, atGlobex } = await givenAliceAtTwo();
  const alice = portal.visitor();
  await signIn(portal, alice, ALICE, { shared: 'on' });
  await alice.post('/login/company', { contact: atGlobex });
  expect([alice.cookie('latchkey-company'), alice.cookie('latchkey-browser')]).toEqual([undefined, undefined]);
});

test('an attacker with a proof cannot choose a contact of somebody else', async () => {
  const { portal } = await givenAliceAtTwo();
  const dora = await portal.given.contact(await portal.given.company({ name: 'Initech' }), 'dora@initech.example');
  const alice = portal.visitor();
  await signIn(portal, alice);
  for (const contact of [dora, '', 'x', "' or 1=1 --"]) {
    const chosen = await alice.post('/login/company', { contact });
    expect(chosen.status).toBe(422);
    expect(chosen.text).toContain('Choose one of the companies in the list');
  }
  expect(await contactSessions(portal)).toEqual([]);
});

test('somebody signed in cannot change to a contact of somebody else', async () => {
  const { portal, atGlobex } = await givenAliceAtTwo();
  const dora = await portal.given.contact(await portal.given.company({ name: 'Initech' }), 'dora@initech.example');
  const alice = portal.visitor();
  await signIn(portal, alice);
  await alice.post('/login/company', { contact: atGlobex });
  await alice.get('/');
  expect((await alice.post('/login/company', { contact: dora })).status).toBe(422);
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atGlobex }]);
});

test('inactive contacts and companies are not in the choice: one that is left is not asked about', async () => {
  const { portal, atAcme } = await givenAliceAtTwo();
  await portal.ctx.db.updateTable('companies').set({ active: 0 }).where('name', '=', 'Globex').execute();
  const alice = portal.visitor();
  expect((await signIn(portal, alice)).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atAcme }]);
  expect((await alice.get('/')).text).not.toContain('Another company');
});

test('a company switched off while it was being chosen is refused', async () => {
  const { portal, atGlobex } = await givenAliceAtTwo();
  const alice = portal.visitor();
  await signIn(portal, alice);
  await portal.ctx.db.updateTable('companies').set({ active: 0 }).execute();
  const refused = await alice.post('/login/company', { contact: atGlobex });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Your account is not active');
  expect(await contactSessions(portal)).toEqual([]);
});

test.each(['/login/company', '/login/name'])(
  '%s without a proof leads nowhere: no step can be skipped',
  async (path) => {
    const { portal, atAcme } = await givenAliceAtTwo();
    const stranger = portal.visitor();
    await stranger.post('/login', { email: ALICE });
    const fields = { contact: atAcme, first_name: 'Eve', last_name: 'Evil' };
    for (const answer of [await stranger.get(path), await stranger.post(path, fields)]) expect(answer.status).toBe(403);
    expect(await contactSessions(portal)).toEqual([]);
  },
);

test('a proof is good for 15 minutes', async () => {
  const { portal, atAcme } = await givenAliceAtTwo();
  const alice = portal.visitor();
  await signIn(portal, alice);
  portal.passMinutes(14);
  expect((await alice.get('/login/company')).status).toBe(200);
  portal.passMinutes(1);
  expect((await alice.post('/login/company', { contact: atAcme })).status).toBe(403);
  expect(await contactSessions(portal)).toEqual([]);
});

async function givenAliceAtTwo(): Promise<{ portal: Portal; atAcme: string; atGlobex: string }> {
  const portal = await startPortal();
  const { contactId: atAcme } = await givenAlice(portal);
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'], portalName: 'Globex Desk' });
  return { portal, atAcme, atGlobex: await portal.given.contact(globex, ALICE) };
}

async function signOut(visitor: Visitor): Promise<void> {
  await visitor.get('/');
  await visitor.post('/logout');
}

function companyOn({ text }: { text: string }): string | undefined {
  return /<dt>Company<\/dt>\s*<dd><bdi>([^<]*)/.exec(text)?.[1];
}
