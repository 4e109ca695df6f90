import { expect, test } from 'vitest';
import { ADMINISTRATOR, type Portal, startPortal } from '../support/portal.js';
import { askForToken, contactSessions, givenAlice, recorded, signIn, WRONG_CODE } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const { address: MIA } = ADMINISTRATOR;

test('an administrator signs in to the console with the token from the mail', async () => {
  const portal = await startPortal();
  const mia = portal.visitor();
  expect((await mia.get('/admin')).headers.location).toBe('/admin/login?return_to=%2Fadmin');
  expect((await mia.get('/admin/login')).text).toContain('Sign in to the console');
  const { code } = await askAtConsole(portal, mia);
  expect(portal.sink.mails[0]?.subject).toBe(`${code} is your MSP Portal console token`);
  const signedIn = await mia.post('/admin/login/token', { token: code });
  expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/admin']);
  expect((await mia.get('/admin/administrators')).text).toContain(MIA);
  expect(await recorded(portal)).toContain('signed-in administrator: Mia Admin');
});

test('Login Now opens the console in the browser that asked, and asks in any other', async () => {
  const portal = await startPortal();
  const [mia, other] = [portal.visitor(), portal.visitor()];
  const { link } = await askAtConsole(portal, mia);
  expect(link).toMatch(/^\/admin\/login\/now\//);
  expect((await other.get(link)).text).toContain('Login Now');
  expect((await mia.get(link)).headers.location).toBe('/admin');
});

test('an address that is no administrator sees the same pages and gets no mail', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const stranger = portal.visitor();
  const asked = await stranger.post('/admin/login', { email: 'alice@acme.example' });
  expect([asked.status, asked.headers.location]).toEqual([303, '/admin/login/token']);
  expect((await stranger.get('/admin/login/token')).text).toContain('We sent a token to');
  await portal.ctx.outbox.idle();
  expect(portal.sink.envelopes).toEqual([]);
  expect(await recorded(portal)).toContain('token-asked nowhere: no administrator; no mail: not an administrator');
});

test("a contact's token never opens the console, nor the console's token the portal", async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, MIA);
  const browser = portal.visitor();
  const contacts = await askForToken(portal, browser, MIA);
  await browser.post('/admin/login', { email: MIA });
  const consoles = await portal.tokenMailed(MIA, 2);
  expect(consoles.code).not.toBe(contacts.code);

  for (const token of [contacts.code, portal.url + contacts.link])
    expect((await browser.post('/admin/login/token', { token })).status).toBe(422);
  for (const token of [consoles.code, portal.url + consoles.link])
    expect((await browser.post('/login/token', { token })).status).toBe(422);
  expect(await contactSessions(portal)).toEqual([]);
  expect(await consoleSessions(portal)).toHaveLength(1);
});

test("the cookie of a contact's attempt or session is worth nothing at the console, nor the other way round", async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, MIA);
  const [contact, swapped] = [portal.visitor(), portal.visitor()];
  const { code } = await askForToken(portal, contact, MIA);
  swapped.setCookie('latchkey-console-attempt', contact.cookie('latchkey-attempt') ?? '');
  expect((await swapped.post('/admin/login/token', { token: code })).status).toBe(403);

  await contact.post('/login/token', { token: code });
  swapped.setCookie('latchkey-console', contact.cookie('latchkey') ?? '');
  expect((await swapped.get('/admin/administrators')).status).toBe(303);
  const opposite = portal.visitor();
  opposite.setCookie('latchkey', portal.administrator.cookie('latchkey-console') ?? '');
  expect((await opposite.get('/')).headers.location).toContain('/login');
});

test("a new contact's proof does not open the console", async () => {
  const portal = await startPortal();
  await portal.given.company({ domains: ['msp.example'] });
  const browser = portal.visitor();
  await signIn(portal, browser, MIA);
  browser.setCookie('latchkey-console-attempt', browser.cookie('latchkey-attempt') ?? '');
  expect((await browser.get('/admin/login/token')).status).toBe(403);
  expect((await browser.get('/admin/login/status')).body).toEqual({ kind: 'over' });
  expect(await consoleSessions(portal)).toHaveLength(1);
});

test('both doors can be open in one browser, and leaving one does not leave the other', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const both = portal.visitor();
  await signIn(portal, both);
  const { code } = await askAtConsole(portal, both);
  await both.post('/admin/login/token', { token: code });
  await both.get('/admin/administrators');
  expect((await both.post('/admin/logout')).headers.location).toBe('/admin/login');
  expect((await both.get('/admin/administrators')).status).toBe(303);
  expect((await both.get('/')).status).toBe(200);
});

test('five wrong tokens end an attempt at the console as well', async () => {
  const portal = await startPortal();
  const guesser = portal.visitor();
  const { code } = await askAtConsole(portal, guesser);
  for (let tried = 0; tried < 5; tried += 1) await guesser.post('/admin/login/token', { token: WRONG_CODE });
  expect((await guesser.post('/admin/login/token', { token: code })).status).toBe(403);
});

test('an administrator is signed out after an hour without use, and after twelve hours in any case', async () => {
  const portal = await startPortal();
  const mia = portal.administrator;
  for (let minutes = 0; minutes < 700; minutes += 50) {
    expect((await mia.get('/admin/administrators')).status).toBe(200);
    portal.passMinutes(50);
  }
  portal.passMinutes(20);
  expect((await mia.get('/admin/administrators')).status).toBe(303);

  const { code } = await askAtConsole(portal, mia);
  await mia.post('/admin/login/token', { token: code });
  portal.passMinutes(59);
  expect((await mia.get('/admin/administrators')).status).toBe(200);
  portal.passMinutes(60);
  expect((await mia.get('/admin/administrators')).status).toBe(303);
});

test('a removed administrator is out at the next request, and a token mailed before is refused', async () => {
  const portal = await startPortal();
  const mia = portal.visitor();
  const { code } = await askAtConsole(portal, mia);
  await portal.ctx.db.deleteFrom('administrators').execute();
  expect((await portal.administrator.get('/admin/administrators')).status).toBe(303);
  expect((await mia.post('/admin/login/token', { token: code })).status).toBe(403);
  expect(await recorded(portal)).toContain('sign-in refused: no administrator any more');
  expect(await consoleSessions(portal)).toEqual([]);
});

async function askAtConsole(portal: Portal, visitor: Visitor): Promise<{ code: string; link: string }> {
  const before = portal.sink.mailsTo(MIA).length;
  await visitor.post('/admin/login', { email: MIA });
  const token = await portal.tokenMailed(MIA, before + 1);
  await portal.ctx.outbox.idle();
  return token;
}

function consoleSessions({ ctx }: Portal) {
  return ctx.db.selectFrom('sessions').selectAll().where('kind', '=', 'administrator').execute();
}
