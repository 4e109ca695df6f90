import { expect, test } from 'vitest';
import { newId } from '../../src/id.js';
import { ADMINISTRATOR, type Portal, startPortal } from '../support/portal.js';
import { ALICE, givenAlice, recorded, signIn, statusOfAsking } from '../support/sign-in.js';

const BUSY = 'Very many people are signing in right now';
const { address: MIA } = ADMINISTRATOR;

test('an office of 1,200 behind one address signs in within an hour, and the next has to wait', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.visitor().post('/login', { email: ALICE });
  await setCounters(portal, 'asked:%', 1199);
  expect((await portal.visitor().post('/login', { email: 'last@acme.example' })).status).toBe(303);
  const next = await portal.visitor().post('/login', { email: 'next@acme.example' });
  expect(next.status).toBe(429);
  expect(Number(next.headers['retry-after'])).toBeGreaterThan(3500);
  expect(await recorded(portal)).toContain('token-asked limited');
});

test.each([
  ['from one network', 'newcomers:from:%', 60, 'too many new people from this network within an hour'],
  ['to one domain', 'newcomers:of:%', 300, 'too many new people of this domain within an hour'],
])(
  'mails to people without a contact are limited %s, in silence; contacts are not',
  async (_what, counters, limit, why) => {
    const portal = await startPortal();
    await givenAlice(portal);
    await portal.visitor().post('/login', { email: 'first@acme.example' });
    await setCounters(portal, counters, limit - 1);
    expect((await portal.visitor().post('/login', { email: 'last@acme.example' })).status).toBe(303);
    const over = portal.visitor();
    expect((await over.post('/login', { email: 'over@acme.example' })).headers.location).toBe('/login/token');
    expect((await over.get('/login/token')).text).toContain('We sent a token to');
    expect((await signIn(portal, portal.visitor())).headers.location).toBe('/');
    expect(portal.sink.envelopes.flatMap(({ to }) => to).sort()).toEqual([
      ALICE,
      'first@acme.example',
      'last@acme.example',
    ]);
    expect((await recorded(portal)).filter((event) => event.endsWith(`no mail: ${why}`))).toHaveLength(1);
  },
);

test('a lifted limit lets a company bring all of its people in a day', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.visitor().post('/login', { email: 'first@acme.example' });
  await setCounters(portal, 'newcomers:%', 1000);
  const until = portal.ctx.clock() + 24 * 3_600_000;
  await portal.ctx.db
    .updateTable('companies')
    .set({ newcomer_limit_lifted_until: until })
    .where('id', '=', companyId)
    .execute();
  expect((await signIn(portal, portal.visitor(), 'second@acme.example')).headers.location).toBe('/login/name');
  portal.passMinutes(24 * 60);
  await statusOfAsking(portal, portal.visitor(), 'third@acme.example');
  await setCounters(portal, 'newcomers:%', 1000);
  await portal.visitor().post('/login', { email: 'fourth@acme.example' });
  await portal.ctx.outbox.idle();
  expect(portal.sink.mailsTo('fourth@acme.example')).toEqual([]);
});

test.each([
  [1599, ['new@acme.example', ALICE, MIA], false],
  [1600, [ALICE, MIA], true],
  [1899, [ALICE, MIA], true],
  [1900, [MIA], true],
  [1999, [MIA], true],
  [2000, [], true],
])('after %i mails within an hour a mail still goes to %j', async (sent, expected, busy) => {
  const portal = await startPortal();
  await givenAlice(portal);
  for (const [path, email] of [
    ['/login', 'new@acme.example'],
    ['/login', ALICE],
    ['/admin/login', MIA],
  ] as const) {
    await portal.ctx.db.deleteFrom('outbox').execute();
    await givenMails(portal, sent);
    const visitor = portal.visitor();
    expect((await visitor.post(path, { email })).status).toBe(303);
    await portal.ctx.outbox.idle();
    expect(portal.sink.mailsTo(email)).toHaveLength(expected.includes(email) ? 1 : 0);
    if (path === '/login' && email === ALICE)
      expect((await visitor.get('/login/token')).text.includes(BUSY)).toBe(busy || sent + 1 >= 1600);
  }
});

test('mails to nobody do not count: strangers cannot use up the mails of all', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await givenMails(portal, 2000, 'nowhere');
  expect((await signIn(portal, portal.visitor())).headers.location).toBe('/');
});

test('new contacts of a domain alert at 200 a day', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await becomeContact(portal, 'first@acme.example');
  await setCounters(portal, 'new contacts%', 198);
  const alerts = async () => (await recorded(portal)).filter((event) => event.startsWith('alert new-contacts'));
  await becomeContact(portal, 'nr199@acme.example');
  expect(await alerts()).toEqual([]);
  await becomeContact(portal, 'nr200@acme.example');
  expect(await alerts()).toHaveLength(1);
  await becomeContact(portal, 'nr201@acme.example');
  expect(await alerts()).toHaveLength(1);
});

test('new contacts of a domain stop at 2,000 a day, and the person is told after the proof', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await becomeContact(portal, 'first@acme.example');
  await setCounters(portal, 'new contacts%', 1999);
  expect((await becomeContact(portal, 'nr2000@acme.example')).headers.location).toBe('/');
  const refused = await becomeContact(portal, 'nr2001@acme.example');
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Please try again tomorrow');
  expect(await portal.ctx.db.selectFrom('contacts').select('id').execute()).toHaveLength(3);
  portal.passMinutes(24 * 60);
  expect((await becomeContact(portal, 'tomorrow@acme.example')).headers.location).toBe('/');
});

async function becomeContact(portal: Portal, address: string) {
  const visitor = portal.visitor();
  await signIn(portal, visitor, address);
  return visitor.post('/login/name', { first_name: 'Nora', last_name: 'New' });
}

async function setCounters({ ctx }: Portal, like: string, count: number): Promise<void> {
  const changed = await ctx.db.updateTable('counters').set({ count }).where('name', 'like', like).executeTakeFirst();
  expect(changed.numUpdatedRows).toBeGreaterThan(0n);
}

/** So many mails within the last hour, as the outbox remembers them. */
async function givenMails({ ctx }: Portal, mails: number, state: 'sent' | 'nowhere' = 'sent'): Promise<void> {
  const now = ctx.clock();
  const rows = Array.from({ length: mails }, () => ({
    id: newId(now),
    kind: 'token' as const,
    recipient: 'somebody@globex.example',
    attempt: null,
    send_number: null,
    company_id: null,
    administrator_id: null,
    state,
    reason: null,
    tries: 1,
    unknown_outcomes: 0,
    next_try_at: now,
    lease_until: null,
    worker: null,
    reply: null,
    created_at: now - 59 * 60_000,
    expires_at: now,
    ended_at: now,
  }));
  for (let at = 0; at < rows.length; at += 500)
    await ctx.db
      .insertInto('outbox')
      .values(rows.slice(at, at + 500))
      .execute();
}
