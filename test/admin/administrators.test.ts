import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { ADMINISTRATOR, type Portal, startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const SAM = { name: 'Sam Second', address: 'sam@msp.example' };

test('an invited administrator gets a mail without a secret and signs in by token', async () => {
  const portal = await startPortal();
  const invited = await portal.administrator.post('/admin/administrators', { ...SAM, address: ' Sam@MSP.example' });
  expect(invited.status).toBe(303);
  const list = textOf(await portal.administrator.get('/admin/administrators'));
  expect(list).toContain('Sam Second is an administrator now.');
  expect(list).toMatch(/Mia Admin You mia@msp\.example .* Sam Second sam@msp\.example Not yet/);

  const [mail] = await portal.sink.waitForMail(SAM.address);
  expect(mail?.subject).toBe('You are an administrator of MSP Portal');
  expect(mail?.text).toContain('Mia Admin has made you an administrator');
  expect(mail?.text).toContain(`${portal.url}/admin\n`);
  expect(mail?.text).not.toContain('/now/');
  expect(mail?.from?.address).toBe('no-reply@msp.example');

  const sam = await signedIn(portal, SAM.address);
  expect((await sam.get('/admin/companies')).status).toBe(200);
  expect(await recorded(portal)).toContain('administrator invited: Sam Second; by Mia Admin');
});

test('an invitation that could not be handed over within a day is not sent any more', async () => {
  const portal = await startPortal();
  portal.sink.refuse('mail', 451, 'Later', 1000);
  await portal.administrator.post('/admin/administrators', SAM);
  await portal.ctx.outbox.idle();
  portal.passMinutes(24 * 60);
  portal.sink.recover();
  portal.ctx.outbox.wake();
  await portal.ctx.outbox.idle();
  expect(portal.sink.mails).toEqual([]);
  const rows = await portal.ctx.db.selectFrom('outbox').select('state').where('kind', '=', 'invitation').execute();
  expect(rows).toEqual([{ state: 'expired' }]);
});

test.each([
  ['no name', { ...SAM, name: '' }, 'Enter the name'],
  ['a name with a line break', { ...SAM, name: 'Sam\r\nBcc: spy@evil.example' }, 'Enter one line'],
  ['no address', { ...SAM, address: '' }, 'Enter the email address'],
  ['two addresses', { ...SAM, address: 'sam@msp.example,spy@evil.example' }, 'Enter one email address'],
  [
    'an address that has one',
    { ...SAM, address: ADMINISTRATOR.address.toUpperCase() },
    'There is an administrator with',
  ],
])('an invitation with %s is refused', async (_what, fields, message) => {
  const portal = await startPortal();
  const refused = await portal.administrator.post('/admin/administrators', fields);
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain(message);
  expect(await addresses(portal)).toEqual([ADMINISTRATOR.address]);
});

test('removing an administrator asks first and ends their sessions', async () => {
  const portal = await startPortal();
  const sam = await invite(portal);
  const path = `/admin/administrators/${sam.id}/removal`;
  expect(textOf(await portal.administrator.get(path))).toContain('Remove Sam Second?');
  expect(await addresses(portal)).toHaveLength(2);
  expect((await portal.administrator.post(path)).status).toBe(303);
  expect(textOf(await portal.administrator.get('/admin/administrators'))).toContain(
    'Sam Second is no longer an administrator.',
  );
  expect((await sam.browser.get('/admin/companies')).headers.location).toMatch(/^\/admin\/login/);
  expect(await recorded(portal)).toContain('administrator removed: Sam Second; by Mia Admin');
  expect((await portal.administrator.post(path)).status).toBe(404);
});

test('somebody who removes themselves is signed out', async () => {
  const portal = await startPortal();
  await invite(portal);
  const path = `/admin/administrators/${await idOf(portal, ADMINISTRATOR.address)}/removal`;
  expect(textOf(await portal.administrator.get(path))).toContain('Remove yourself?');
  const removed = await portal.administrator.post(path);
  expect([removed.status, removed.headers.location]).toEqual([303, '/admin/login']);
  expect((await portal.administrator.get('/admin/companies')).status).toBe(303);
  expect(await addresses(portal)).toEqual([SAM.address]);
});

test('the last administrator cannot be removed, and is told so before anything is to be confirmed', async () => {
  const portal = await startPortal();
  const path = `/admin/administrators/${await idOf(portal, ADMINISTRATOR.address)}/removal`;
  for (const answer of [await portal.administrator.get(path), await portal.administrator.post(path)]) {
    expect(answer.status).toBe(422);
    expect(textOf(answer)).toContain('This is the last administrator.');
  }
  expect(await addresses(portal)).toEqual([ADMINISTRATOR.address]);
});

test('of two who remove each other at the same moment one is left', async () => {
  const portal = await startPortal();
  const sam = await invite(portal);
  const mia = await idOf(portal, ADMINISTRATOR.address);
  await Promise.all([
    portal.administrator.post(`/admin/administrators/${sam.id}/removal`),
    sam.browser.post(`/admin/administrators/${mia}/removal`),
  ]);
  expect(await addresses(portal)).toHaveLength(1);
});

test('/admin opens the companies', async () => {
  const { administrator } = await startPortal();
  const answer = await administrator.get('/admin');
  expect([answer.status, answer.headers.location]).toEqual([303, '/admin/companies']);
});

async function invite(portal: Portal): Promise<{ id: string; browser: Visitor }> {
  await portal.administrator.post('/admin/administrators', SAM);
  await portal.sink.waitForMail(SAM.address);
  const browser = await signedIn(portal, SAM.address);
  await browser.get('/admin/companies');
  return { id: await idOf(portal, SAM.address), browser };
}

async function signedIn(portal: Portal, address: string): Promise<Visitor> {
  const visitor = portal.visitor();
  await visitor.post('/admin/login', { email: address });
  const { code } = await portal.tokenMailed(address, 2);
  const done = await visitor.post('/admin/login/token', { token: code });
  if (done.status !== 303) throw new Error(`Signing in to the console answered ${done.status}`);
  return visitor;
}

async function idOf({ ctx }: Portal, address: string): Promise<string> {
  return (
    await ctx.db.selectFrom('administrators').select('id').where('address', '=', address).executeTakeFirstOrThrow()
  ).id;
}

async function addresses({ ctx }: Portal): Promise<string[]> {
  return (await ctx.db.selectFrom('administrators').select('address').execute()).map((row) => row.address);
}
