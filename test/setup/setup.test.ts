import { expect, test } from 'vitest';
import { setupKey } from '../../src/setup/setup.js';
import { type Portal, passSetUp, startPortal } from '../support/portal.js';
import { givenAlice, recorded, signIn } from '../support/sign-in.js';

const FIELDS = {
  name: 'Mia Admin',
  address: 'mia@msp.example',
  portal_name: 'MSP Portal',
  sender_address: 'no-reply@msp.example',
  enabled: 'on',
};

test('the set-up link makes the first administrator, saves the settings and opens the console, signed in', async () => {
  const portal = await startPortal({ setUp: false });
  const mia = portal.visitor();
  const page = await mia.get(`/setup?key=${keyOf(portal)}`);
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  for (const label of ['Your name', 'Your email address', 'Portal name', 'Sender email address', 'Enable Passwordless'])
    expect(page.text).toContain(label);
  expect(page.text).toMatch(/name="enabled"[^>]* checked/);

  const done = await mia.post('/setup', { key: keyOf(portal), ...FIELDS });
  expect([done.status, done.headers.location]).toEqual([303, '/admin/companies']);
  const console = await mia.get('/admin/administrators');
  expect(console.status).toBe(200);
  expect(console.text).toContain('mia@msp.example');
  expect(await recorded(portal)).toEqual(['set-up done']);
  await givenAlice(portal);
  expect((await signIn(portal, portal.visitor())).headers.location).toBe('/');
});

test('without the tick nobody but administrators can sign in', async () => {
  const portal = await startPortal({ setUp: false });
  const { enabled: _ticked, ...fields } = FIELDS;
  await portal.visitor().post('/setup', { key: keyOf(portal), ...fields });
  expect((await portal.visitor().get('/login')).text).toContain('Sign-in is not switched on');
});

test('before the set-up nobody can sign in anywhere', async () => {
  const portal = await startPortal({ setUp: false });
  expect((await portal.visitor().get('/login')).text).toContain('Sign-in is not switched on');
  expect((await portal.visitor().get('/admin')).headers.location).toContain('/admin/login');
});

test.each([
  ['a wrong key', 'a'.repeat(43)],
  ['half of the key', undefined],
  ['no key', ''],
])('a stranger with %s finds no set-up page', async (_what, wrong) => {
  const portal = await startPortal({ setUp: false });
  const key = wrong ?? keyOf(portal).slice(0, 20);
  expect((await portal.visitor().get(`/setup?key=${key}`)).status).toBe(404);
  expect((await portal.visitor().get(`/setup?key=${keyOf(portal)}&key=${key}`)).status).toBe(404);
  expect((await portal.visitor().post('/setup', { key, ...FIELDS })).status).toBe(404);
  expect(await administrators(portal)).toEqual([]);
});

test('the link dies when the first administrator exists, also after all of them are gone', async () => {
  const portal = await startPortal({ setUp: false });
  const key = keyOf(portal);
  await passSetUp(portal.administrator, portal.ctx);
  const second = async () => {
    const visitor = portal.visitor();
    const got = await visitor.get(`/setup?key=${key}`);
    const posted = await visitor.post('/setup', { key, ...FIELDS, address: 'eve@evil.example' });
    return [got.status, posted.status];
  };
  expect(await second()).toEqual([404, 404]);
  await portal.ctx.db.deleteFrom('administrators').execute();
  expect(await second()).toEqual([404, 404]);
  expect(await administrators(portal)).toEqual([]);
});

test('of ten set-ups at the same instant one makes the administrator', async () => {
  const portal = await startPortal({ setUp: false });
  const key = keyOf(portal);
  const posts = Array.from({ length: 10 }, (_, at) =>
    portal.visitor().post('/setup', { key, ...FIELDS, address: `admin${at}@msp.example` }),
  );
  const statuses = (await Promise.all(posts)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([303, ...Array(9).fill(404)]);
  expect(await administrators(portal)).toHaveLength(1);
  expect(await portal.ctx.db.selectFrom('sessions').select('kind').execute()).toEqual([{ kind: 'administrator' }]);
});

test('every start has the same link until somebody used it', async () => {
  const portal = await startPortal({ setUp: false });
  const key = keyOf(portal);
  await portal.restart();
  expect(keyOf(portal)).toBe(key);
  expect((await portal.visitor().get(`/setup?key=${key}`)).status).toBe(200);
});

test.each([
  ['no name', { name: ' ' }, 'Enter your name'],
  ['an address that is none', { address: 'mia' }, 'Enter your whole email address'],
  ['no portal name', { portal_name: '' }, 'Enter a portal name'],
  ['no sender', { sender_address: '' }, 'Enter a sender email address'],
  ['a portal name with a header in it', { portal_name: 'Acme\r\nBcc: spy@evil.example' }, 'without line breaks'],
  ['79 characters', { portal_name: 'x'.repeat(79) }, 'Enter at most 78 characters'],
])('%s is refused with what was typed, and the link stays good', async (_what, changed, message) => {
  const portal = await startPortal({ setUp: false });
  const mia = portal.visitor();
  const refused = await mia.post('/setup', { key: keyOf(portal), ...FIELDS, ...changed });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(message);
  expect(refused.text).toContain(`name="key" value="${keyOf(portal)}"`);
  expect(await administrators(portal)).toEqual([]);
  await passSetUp(mia, portal.ctx);
});

function keyOf({ ctx }: Portal): string {
  return setupKey(ctx.keys.current, ctx.installation);
}

function administrators({ ctx }: Portal) {
  return ctx.db.selectFrom('administrators').select('address').execute();
}
