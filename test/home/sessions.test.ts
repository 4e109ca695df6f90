import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, contactSessions, givenAlice, isSignedIn, signIn } from '../support/sign-in.js';
import { recordStatements } from '../support/statements.js';
import type { Visitor } from '../support/visitor.js';

const DAY = 24 * 60;

test('a session lasts 90 days without use', async () => {
  const { portal, alice } = await givenSignedIn();
  portal.passMinutes(90 * DAY - 1);
  expect(await isSignedIn(alice)).toBe(true);
  portal.passMinutes(90 * DAY - 1);
  expect(await isSignedIn(alice)).toBe(true);
  portal.passMinutes(90 * DAY);
  expect(await isSignedIn(alice)).toBe(false);
});

test('however much it is used, a session ends after 365 days', async () => {
  const { portal, alice } = await givenSignedIn();
  for (let days = 0; days < 360; days += 60) {
    portal.passMinutes(60 * DAY);
    expect(await isSignedIn(alice)).toBe(true);
  }
  portal.passMinutes(5 * DAY);
  expect(await isSignedIn(alice)).toBe(false);
});

test('"Keep people signed in for" is what new sessions get', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.given.settings({ keepDays: 7 });
  const alice = portal.visitor();
  await signIn(portal, alice);
  portal.passMinutes(7 * DAY - 1);
  expect(await isSignedIn(alice)).toBe(true);
  portal.passMinutes(7 * DAY);
  expect(await isSignedIn(alice)).toBe(false);
});

test('on a shared computer the cookie ends with the browser and the session after 8 hours, used or not', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const signedIn = await signIn(portal, alice, ALICE, { shared: 'on' });
  const cookie = sessionCookie(signedIn);
  expect(cookie).toContain('latchkey=s');
  expect(cookie).not.toMatch(/Expires|Max-Age/i);
  portal.passMinutes(4 * 60);
  const used = await alice.get('/');
  expect(used.status).toBe(200);
  expect(String(used.headers['set-cookie'] ?? '')).not.toMatch(/latchkey=s.*(Expires|Max-Age)/i);
  portal.passMinutes(4 * 60);
  expect(await isSignedIn(alice)).toBe(false);
});

test('"This is a shared computer", ticked before Login Now or on its page, holds for that browser', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const ticked = await askForToken(portal, alice, ALICE, { shared: 'on' });
  expect(sessionCookie(await alice.get(ticked.link))).not.toContain('Expires');
  portal.passMs(30_000);
  const other = await askForToken(portal, portal.visitor());
  expect(sessionCookie(await portal.visitor().post(other.link, { shared: 'on' }))).not.toContain('Expires');
  expect(await contactSessions(portal)).toMatchObject([{ shared: 1 }, { shared: 1 }]);
});

test('the cookie of a kept session lives as long as the session may', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const cookie = sessionCookie(await signIn(portal, portal.visitor()));
  const expires = Date.parse(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '');
  const [session] = await contactSessions(portal);
  expect(Math.abs(expires - (session?.expires_at ?? 0))).toBeLessThan(2000);
});

test('a session in use is written at most once in five minutes', async () => {
  const { portal, alice } = await givenSignedIn();
  const statements = recordStatements(portal.ctx);
  const writes = () => statements.filter((statement) => !/^(select|savepoint|release)/i.test(statement));
  for (let visit = 0; visit < 10; visit += 1) await alice.get('/');
  portal.passMinutes(4);
  await alice.get('/');
  expect(writes()).toEqual([]);
  portal.passMinutes(1);
  for (let visit = 0; visit < 10; visit += 1) await alice.get('/');
  expect(writes()).toHaveLength(1);
  portal.passMinutes(5);
  await alice.get('/');
  expect(writes()).toHaveLength(2);
});

test('every request checks session, contact and company in one query', async () => {
  const { portal, alice } = await givenSignedIn();
  const statements = recordStatements(portal.ctx);
  await alice.get('/');
  const checks = statements.filter((statement) => statement.includes('from "sessions" as "s"'));
  expect(checks).toHaveLength(1);
  expect(checks[0]).toContain('"contacts"');
  expect(checks[0]).toContain('"companies"');
});

test.each(['contacts', 'companies'] as const)(
  'switching off in %s ends the session at the next request',
  async (table) => {
    const { portal, alice } = await givenSignedIn();
    await portal.ctx.db.updateTable(table).set({ active: 0 }).execute();
    expect((await alice.get('/')).headers.location).toContain('/login');
    expect((await alice.post('/sessions/end')).status).toBe(303);
  },
);

test('the id in the cookie is new at sign-in and only its hash is stored', async () => {
  const { portal, alice } = await givenSignedIn();
  const id =
    decodeURIComponent(alice.cookie('latchkey') ?? '')
      .slice(2)
      .split('.')[0] ?? '';
  expect(id).toMatch(/^[\w-]{43}$/);
  const [session] = await contactSessions(portal);
  expect(session?.id_hash).not.toContain(id);
  expect(Object.values(session ?? {}).join(' ')).not.toContain(id);
  await alice.get('/');
  await alice.post('/logout');
  portal.passMinutes(1);
  await signIn(portal, alice);
  expect(alice.cookie('latchkey')).not.toContain(id);
});

test.each([
  ['made up', () => `s:${'a'.repeat(43)}.${'b'.repeat(43)}`],
  ['unsigned', () => 'a'.repeat(43)],
  ['with a broken signature', (own: string) => decodeURIComponent(own).replace(/.{5}$/, 'AAAAA')],
])('a session cookie %s is anonymous', async (_what, forge) => {
  const { portal, alice } = await givenSignedIn();
  const forger = portal.visitor();
  forger.setCookie('latchkey', encodeURIComponent(forge(alice.cookie('latchkey') ?? '')));
  expect(await isSignedIn(forger)).toBe(false);
});

test('an attacker who plants a session cookie before the sign-in gets nothing by it', async () => {
  const { portal, alice: attacker } = await givenSignedIn('mallory@acme.example');
  const planted = attacker.cookie('latchkey') ?? '';
  const victim = portal.visitor();
  victim.setCookie('latchkey', planted);
  await victim.get('/login?another');
  await victim.get('/');
  const { code } = await askForToken(portal, victim);
  await victim.post('/login/token', { token: code });
  expect(victim.cookie('latchkey')).not.toBe(planted);
  expect((await victim.get('/')).text).toContain(ALICE);
  expect(await isSignedIn(attacker)).toBe(false);
});

async function givenSignedIn(address = ALICE): Promise<{ portal: Portal; alice: Visitor }> {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  if (address !== ALICE) await portal.given.contact(companyId, address);
  const alice = portal.visitor();
  await signIn(portal, alice, address);
  return { portal, alice };
}

function sessionCookie({ headers }: { headers: Record<string, unknown> }): string {
  const cookies = (headers['set-cookie'] ?? []) as string[];
  return cookies.find((cookie) => cookie.startsWith('latchkey=')) ?? '';
}
