import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, contactSessions, givenAlice, recorded, signIn } from '../support/sign-in.js';

test.each([
  ['an inactive contact', 'bob@acme.example', 'contact at Acme Ltd; contact is inactive; no mail: not active'],
  [
    'a contact of an inactive company',
    'gus@gone.example',
    'contact at Gone Ltd; company is inactive; no mail: not active',
  ],
  [
    'somebody new of an inactive company',
    'new@gone.example',
    'no contact; domain gone.example -> Gone Ltd; company is inactive; no mail: not active',
  ],
  [
    'somebody whose domain belongs to nobody',
    'x@evil.example',
    'no contact; domain evil.example belongs to no company; no mail: unmatched',
  ],
])('%s sees the page that everybody sees, gets no mail, and the record says why', async (_who, email, trace) => {
  const portal = await givenPeople();
  const visitor = portal.visitor();
  expect((await visitor.post('/login', { email })).headers.location).toBe('/login/token');
  expect((await visitor.get('/login/token')).text).toContain('We sent a token to');
  await portal.ctx.outbox.idle();
  expect(portal.sink.envelopes).toEqual([]);
  expect(await recorded(portal)).toContain(`token-asked nowhere: ${trace}`);
  const [row] = await portal.ctx.db.selectFrom('outbox').select(['recipient', 'state', 'tries']).execute();
  expect(row).toEqual({ recipient: email, state: 'nowhere', tries: 0 });
});

test.each([
  ['contact', 'contacts', 'contact is inactive'],
  ['company', 'companies', 'company is inactive'],
] as const)(
  'a %s switched off between mail and redemption is refused, by code and by link',
  async (_what, table, why) => {
    const portal = await givenPeople();
    const alice = portal.visitor();
    const { code } = await askForToken(portal, alice);
    portal.passMinutes(1);
    const { link } = await askForToken(portal, portal.visitor());
    await portal.ctx.db.updateTable(table).set({ active: 0 }).execute();
    for (const refused of [await alice.post('/login/token', { token: code }), await portal.visitor().post(link)]) {
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('Your account is not active');
      expect(String(refused.headers['set-cookie'])).not.toContain('latchkey=s');
    }
    expect(await contactSessions(portal)).toEqual([]);
    expect(await recorded(portal)).toContain(`sign-in refused: contact at Acme Ltd; ${why}`);
  },
);

test('a domain taken away between mail and redemption leaves the address unmatched, and nobody is created', async () => {
  const portal = await givenPeople();
  const nora = portal.visitor();
  const { code } = await askForToken(portal, nora, 'nora@acme.example');
  await portal.ctx.db.deleteFrom('company_domains').execute();
  const refused = await nora.post('/login/token', { token: code });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('We do not know your company yet');
  expect(await recorded(portal)).toContain('sign-in unmatched: no contact; domain acme.example belongs to no company');
  expect(await portal.ctx.db.selectFrom('contacts').select('id').where('address', 'like', 'nora%').execute()).toEqual(
    [],
  );
});

test('a company switched off while a new person types the name creates nobody', async () => {
  const portal = await givenPeople();
  const nora = portal.visitor();
  await signIn(portal, nora, 'nora@acme.example');
  await portal.ctx.db.updateTable('companies').set({ active: 0 }).execute();
  const refused = await nora.post('/login/name', { first_name: 'Nora', last_name: 'New' });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Your account is not active');
  expect(await contactSessions(portal)).toEqual([]);
});

test('somebody inactive at one company and active at another signs in at the other', async () => {
  const portal = await givenPeople();
  const globex = await portal.given.company({ name: 'Globex' });
  const there = await portal.given.contact(globex, 'bob@acme.example');
  expect((await signIn(portal, portal.visitor(), 'bob@acme.example')).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: there }]);
});

test('a contact whose domain belongs to another company signs in where the contact is', async () => {
  const portal = await givenPeople();
  const globex = await portal.given.company({ name: 'Globex' });
  const carl = await portal.given.contact(globex, 'carl@acme.example');
  expect((await signIn(portal, portal.visitor(), 'carl@acme.example')).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: carl }]);
  expect(await recorded(portal)).toContain('signed-in contact: contact at Globex');
});

test('a contact at a public mailbox provider signs in, and strangers there do not', async () => {
  const portal = await givenPeople();
  const globex = await portal.given.company({ name: 'Globex' });
  await portal.given.contact(globex, 'gina@gmail.com');
  expect((await signIn(portal, portal.visitor(), 'gina@gmail.com')).headers.location).toBe('/');
  await portal.visitor().post('/login', { email: 'stranger@gmail.com' });
  await portal.ctx.outbox.idle();
  expect(portal.sink.envelopes.map(({ to }) => to)).toEqual([['gina@gmail.com']]);
});

test('what happened on the way to a session is recorded, event by event', async () => {
  const portal = await givenPeople();
  await signIn(portal, portal.visitor(), ALICE);
  expect((await recorded(portal)).filter((event) => !event.startsWith('set-up')).sort()).toEqual([
    'signed-in contact: contact at Acme Ltd',
    'token-asked mail: contact at Acme Ltd',
    expect.stringMatching(/^token-mail sent: 250/),
    'token-redeemed by-code',
  ]);
});

async function givenPeople(): Promise<Portal> {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'bob@acme.example', { first: 'Bob', active: false });
  const gone = await portal.given.company({ name: 'Gone Ltd', domains: ['gone.example'], active: false });
  await portal.given.contact(gone, 'gus@gone.example', { first: 'Gus' });
  return portal;
}
