import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { askForToken, contactSessions, recorded, signIn } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const NORA = 'nora.new@acme.example';

test('a new person of a known domain gives a name and becomes a contact of that company', async () => {
  const { portal, nora } = await givenProof();
  const page = await nora.get('/login/name');
  expect(page.text).toContain('Acme Ltd');
  expect(page.text).toMatch(/name="first_name"[^>]* value="Nora"/);
  expect(page.text).toMatch(/name="last_name"[^>]* value="New"/);

  const named = await nora.post('/login/name', { first_name: ' Nora ', last_name: 'Newman' });
  expect([named.status, named.headers.location]).toEqual([303, '/']);
  expect((await nora.get('/')).text).toContain('Hello, Nora Newman');
  expect(await contactRows(portal)).toMatchObject([
    { address: NORA, first_name: 'Nora', last_name: 'Newman', active: 1 },
  ]);
  const trace = 'no contact; domain acme.example -> Acme Ltd; new contact';
  expect(await recorded(portal)).toContain(`contact created: ${trace}`);
  expect(await recorded(portal)).toContain(`signed-in contact: ${trace}`);
});

test('a contact exists only after proof: asking, and a link that is merely opened, create nobody', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const nora = portal.visitor();
  const { link } = await askForToken(portal, nora, NORA);
  await portal.visitor().get(link);
  await nora.post('/login/name', { first_name: 'Eve', last_name: 'Evil' });
  expect(await contactRows(portal)).toEqual([]);
});

test('a proof alone creates nobody before the name is given', async () => {
  const { portal, nora } = await givenProof();
  await nora.get('/login/name');
  await nora.get('/login/company');
  await nora.head('/login/name');
  expect(await contactRows(portal)).toEqual([]);
  expect(await contactSessions(portal)).toEqual([]);
});

test.each([
  ['no first name', { first_name: ' ', last_name: 'New' }, 'Enter your first name'],
  ['no last name', { first_name: 'Nora', last_name: '' }, 'Enter your last name'],
  ['61 characters', { first_name: 'n'.repeat(61), last_name: 'New' }, 'Enter a name of at most 60 characters'],
  ['a line break', { first_name: 'Nora', last_name: 'N\r\nBcc: spy@evil.example' }, 'without line breaks'],
  ['text that runs backwards', { first_name: 'Nora\u202e', last_name: 'New' }, 'control characters'],
])('a name with %s is refused with what was typed, and creates nobody', async (_what, fields, message) => {
  const { portal, nora } = await givenProof();
  const answer = await nora.post('/login/name', fields);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(message);
  expect(answer.text).toContain(`value="${fields.last_name}"`);
  expect(await contactRows(portal)).toEqual([]);
  expect((await nora.post('/login/name', { first_name: 'Nora', last_name: 'New' })).headers.location).toBe('/');
});

test('a name with markup is shown as text', async () => {
  const { nora } = await givenProof();
  await nora.post('/login/name', { first_name: '<img src=x>', last_name: "O'Neil & Söhne" });
  const { text } = await nora.get('/');
  expect(text).toContain('Hello, &lt;img src=x&gt; O&#39;Neil &amp; Söhne');
});

test('a link that was opened elsewhere asks for the name there', async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const [asking, other] = [portal.visitor(), portal.visitor()];
  const { link } = await askForToken(portal, asking, NORA);
  expect((await other.post(link)).headers.location).toBe('/login/name');
  expect((await other.post('/login/name', { first_name: 'Nora', last_name: 'New' })).headers.location).toBe('/');
  expect((await asking.post('/login/name', { first_name: 'Eve', last_name: 'Evil' })).status).toBe(403);
  expect(await contactRows(portal)).toHaveLength(1);
});

test("the asking browser's secret is worthless once the token is redeemed", async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const nora = portal.visitor();
  const { code } = await askForToken(portal, nora, NORA);
  const thief = portal.visitor();
  thief.setCookie('latchkey-attempt', nora.cookie('latchkey-attempt') ?? '');
  await nora.post('/login/token', { token: code });
  expect((await thief.post('/login/name', { first_name: 'Eve', last_name: 'Evil' })).status).toBe(403);
  expect((await thief.get('/login/status')).body).toEqual({ kind: 'elsewhere' });
  expect((await nora.post('/login/name', { first_name: 'Nora', last_name: 'New' })).headers.location).toBe('/');
});

async function givenProof(): Promise<{ portal: Portal; nora: Visitor }> {
  const portal = await startPortal();
  await portal.given.company({ domains: ['acme.example'] });
  const nora = portal.visitor();
  const proven = await signIn(portal, nora, NORA);
  expect([proven.status, proven.headers.location]).toEqual([303, '/login/name']);
  return { portal, nora };
}

function contactRows(portal: Portal) {
  return portal.ctx.db.selectFrom('contacts').selectAll().execute();
}
