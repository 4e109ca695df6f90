import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { enterPassword } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { textOf } from '../support/form.js';
import { ADMINISTRATOR, startPortal } from '../support/portal.js';
import { ALICE, askForToken, isSignedIn } from '../support/sign-in.js';

test.each(['acme.example', 'acme.test'])(
  'people of %s are offered the Windows account first, then the email token, and nothing is sent yet',
  async (domain) => {
    const portal = await startPortal();
    await givenAcmeDirectory(portal);
    const visitor = portal.visitor();
    expect((await visitor.post('/login', { email: `jo@${domain}` })).headers.location).toBe('/login/options');
    const page = await visitor.get('/login/options');
    expect(buttonsOf(page)).toEqual([
      'button choice: Sign in with your Windows account',
      'button choice button--quiet: Sign in using email token',
    ]);
    await portal.ctx.outbox.idle();
    expect(await portal.ctx.db.selectFrom('outbox').selectAll().execute()).toEqual([]);

    expect((await visitor.post('/login/options', { way: 'directory' })).headers.location).toBe('/login/password');
    expect(textOf(await visitor.get('/login/password'))).toContain('Windows password');
    expect((await visitor.post('/login/options', { way: 'email-token' })).headers.location).toBe('/login/token');
  },
);

test.each([
  ['the directory is switched off', 'directories'],
  ['the company is switched off', 'companies'],
] as const)('while %s there is the email token only', async (_what, table) => {
  const portal = await startPortal();
  await givenAcmeDirectory(portal);
  await portal.ctx.db.updateTable(table).set({ active: 0 }).execute();
  for (const email of ['jo@acme.example', 'jo@acme.test']) {
    const visitor = portal.visitor();
    expect((await visitor.post('/login', { email })).headers.location).toBe('/login/token');
    expect(buttonsOf(await visitor.get('/login/options'))).toEqual(['button choice: Sign in using email token']);
    expect((await visitor.post('/login/options', { way: 'directory' })).status).toBe(403);
    expect((await visitor.get('/login/password')).status).toBe(403);
    expect((await enterPassword(portal, visitor, 'S0me passw0rd')).status).toBe(403);
  }
});

test('with Passwordless off the choice is skipped, for those who have another way', async () => {
  const portal = await startPortal();
  await givenAcmeDirectory(portal);
  await portal.given.settings({ enabled: false });
  const visitor = portal.visitor();
  expect((await visitor.get('/login')).text).toContain('name="email"');
  expect((await visitor.post('/login', { email: 'jo@acme.example' })).headers.location).toBe('/login/password');
  expect((await visitor.get('/login/password')).text).not.toContain('email-token');
  expect((await visitor.post('/login/options', { way: 'email-token' })).status).toBe(403);
  const stranger = await portal.visitor().post('/login', { email: 'jo@globex.example' });
  expect([stranger.status, textOf(stranger)]).toEqual([403, expect.stringContaining('with this address')]);
});

test('a suffix that several companies use is nobody’s: no password goes to a stranger', async () => {
  const portal = await startPortal();
  const { directoryId } = await givenAcmeDirectory(portal);
  const globex = await portal.given.company({ name: 'Globex' });
  const theirs = await portal.given.directory(globex, { name: 'Globex AD' });
  await portal.ctx.db.insertInto('upn_suffixes').values({ suffix: 'acme.test', directory_id: theirs }).execute();
  expect((await portal.visitor().post('/login', { email: 'jo@acme.test' })).headers.location).toBe('/login/token');
  await portal.ctx.db.deleteFrom('upn_suffixes').where('directory_id', '=', directoryId).execute();
  expect((await portal.visitor().post('/login', { email: 'jo@acme.test' })).headers.location).toBe('/login/options');
});

test('the administrators’ door knows no Windows account', async () => {
  const portal = await startPortal();
  await givenAcmeDirectory(portal, { upnSuffixes: ['msp.example'] });
  const mia = portal.visitor();
  const asked = await mia.post('/admin/login', { email: ADMINISTRATOR.address });
  expect(asked.headers.location).toBe('/admin/login/token');
  const { code } = await portal.tokenMailed(ADMINISTRATOR.address);
  expect(buttonsOf(await mia.get('/admin/login/options'))).toEqual(['button choice: Sign in using email token']);
  expect((await mia.post('/admin/login/options', { way: 'directory' })).status).toBe(403);
  const typed = await mia.post('/admin/login/password', { password: 'S0me passw0rd' });
  expect(typed.headers.location).toMatch(/^\/admin\/login/);
  expect((await enterPassword(portal, mia, 'S0me passw0rd')).status).toBe(403);
  expect((await mia.post('/admin/login/token', { token: code })).headers.location).toBe('/admin');
});

test('signing in by email token stays what it was, with a directory beside it', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAcmeDirectory(portal);
  await portal.given.contact(companyId, ALICE);
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  await portal.given.contact(globex, 'gus@globex.example');
  const gus = portal.visitor();
  const { code } = await askForToken(portal, gus, 'gus@globex.example');
  expect((await gus.post('/login/token', { token: code })).headers.location).toBe('/');
  expect(await isSignedIn(gus)).toBe(true);
});

/** The ways, the main one first. */
function buttonsOf({ text }: Response): string[] {
  const buttons = text.matchAll(/<button class="([^"]*)" type="submit" name="way"[^>]*>([^<]*)</g);
  return [...buttons].map(([, classes, label]) => `${classes}: ${label}`);
}
