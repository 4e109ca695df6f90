import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice, signIn } from '../support/sign-in.js';

test.each([
  ['a list', 'alice@acme.example,spy@evil.example'],
  ['a list with a semicolon', 'alice@acme.example;spy@evil.example'],
  ['a list that ends with the victim', 'spy@evil.example,alice@acme.example'],
  ['another address in quotes', '"spy@evil.example"@acme.example'],
  ['a line break and a header', 'alice@acme.example\r\nBcc: spy@evil.example'],
  ['a display name', 'Alice <alice@acme.example>'],
  ['a comment', 'alice@acme.example(spy@evil.example)'],
  ['a percent route', 'spy%evil.example@acme.example'],
  ['a dot at the end', 'newbie@acme.example.'],
  ['a Cyrillic a', 'alice@\u0430cme.example'],
  ['a Kelvin sign', '\u212aate@acme.example'],
  ['a local part of 65 characters', `${'a'.repeat(65)}@acme.example`],
  ['255 characters', `a@${'b'.repeat(61)}.${'c'.repeat(61)}.${'d'.repeat(61)}.${'e'.repeat(61)}.fghij`],
  ['an IP address', 'alice@[127.0.0.1]'],
  ['no domain', 'alice'],
  ['nothing', ''],
])('an address with %s is refused before anything is written or sent', async (_what, email) => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'kate@acme.example');

  const asked = await portal.visitor().post('/login', { email });

  expect(asked.status).toBe(422);
  expect(asked.text).toContain('id="email-error"');
  expect(await portal.ctx.db.selectFrom('attempts').selectAll().execute()).toEqual([]);
  expect(await portal.ctx.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
});

test.each([
  ['a domain that ends in ours', 'spy@evilacme.example'],
  ['a domain that begins with ours', 'spy@acme.example.evil.example'],
  ['a subdomain that nobody listed', 'spy@mail.acme.example'],
  ['a look-alike in its A-label form', 'alice@xn--cme-7cd.example'],
])('%s gets the page that everybody gets, and no mail', async (_what, email) => {
  const portal = await startPortal();
  await givenAlice(portal);
  const asked = await portal.visitor().post('/login', { email });
  expect([asked.status, asked.headers.location]).toEqual([303, '/login/token']);
  await portal.ctx.outbox.idle();
  expect(portal.sink.envelopes).toEqual([]);
  const rows = await portal.ctx.db.selectFrom('outbox').select(['recipient', 'state', 'reason']).execute();
  expect(rows).toEqual([{ recipient: email, state: 'nowhere', reason: 'unmatched' }]);
});

test('the longest local part is taken', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const email = `${'a'.repeat(64)}@acme.example`;
  await askForToken(portal, portal.visitor(), email);
  expect(portal.sink.envelopes.map(({ to }) => to)).toEqual([[email]]);
});

test.each([['ALICE@ACME.EXAMPLE'], [' alice@acme.example\n'], ['\tAlice@Acme.Example\r\n']])(
  '%j signs in as the contact alice@acme.example, and the mail goes to the stored address',
  async (typed) => {
    const portal = await startPortal();
    const { contactId } = await givenAlice(portal);
    const alice = portal.visitor();
    expect((await alice.post('/login', { email: typed })).status).toBe(303);
    const { code } = await portal.tokenMailed(ALICE);
    expect((await alice.post('/login/token', { token: code })).headers.location).toBe('/');
    expect(portal.sink.envelopes.map(({ to }) => to)).toEqual([[ALICE]]);
    const contacts = await portal.ctx.db.selectFrom('contacts').select('id').execute();
    expect(contacts).toEqual([{ id: contactId }]);
  },
);

test('a +tag makes another person of the address, and leaves the first alone', async () => {
  const portal = await startPortal();
  const { contactId } = await givenAlice(portal);
  const tagged = portal.visitor();
  expect((await signIn(portal, tagged, 'alice+x@acme.example')).headers.location).toBe('/login/name');
  await tagged.post('/login/name', { first_name: 'Alice', last_name: 'X' });
  const contacts = await portal.ctx.db.selectFrom('contacts').select(['id', 'address']).orderBy('address').execute();
  expect(contacts.map(({ address }) => address)).toEqual(['alice+x@acme.example', ALICE]);
  expect(contacts[1]?.id).toBe(contactId);
});
