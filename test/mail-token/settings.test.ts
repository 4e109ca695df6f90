import { expect, test } from 'vitest';
import { formIn, textOf } from '../support/form.js';
import { ADMINISTRATOR, type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice, isSignedIn, recorded, signIn } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';

const PAGE = '/admin/mail-token';

test('the settings are saved and shown again', async () => {
  const portal = await startPortal();
  const typed = {
    enabled: 'on',
    portal_name: ' Acme & Sons ',
    sender_address: 'Token@MSP.example',
    sender_name: 'Help Desk',
    keep_days: '30',
    help_contact: 'Call 555 0100',
  };
  const saved = await save(portal, typed);
  expect([saved.status, saved.headers.location]).toEqual([303, PAGE]);
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('The settings are saved.');
  const tidied = { ...typed, portal_name: 'Acme & Sons', sender_address: 'token@msp.example' };
  expect(formIn(page, PAGE)).toMatchObject(tidied);
  expect((await portal.visitor().get('/login')).text).toContain('Acme &amp; Sons');
  const [event] = (await recorded(portal)).filter((line) => line.startsWith('mail-token-settings'));
  expect(event).toContain('portalName: MSP Portal -> Acme & Sons');
  expect(event).toContain('keepDays: 90 -> 30');
  expect(event).toMatch(/; by Mia Admin$/);
});

test('a save that changes nothing is no event', async () => {
  const portal = await startPortal();
  await save(portal, {});
  expect((await recorded(portal)).filter((line) => line.startsWith('mail-token-settings'))).toEqual([]);
});

test.each([
  ['no portal name', { portal_name: ' ' }, 'Enter a portal name'],
  [
    'a portal name with a header in it',
    { portal_name: 'Acme\r\nBcc: spy@evil.example' },
    'Enter one line of plain text',
  ],
  ['a sender name with a header in it', { sender_name: 'Acme\nBcc: spy@evil.example' }, 'Enter one line of plain text'],
  ['a portal name with a NUL', { portal_name: 'Acme\0' }, 'Enter one line of plain text'],
  ['a sender name that runs backwards', { sender_name: 'Acme \u202e' + 'x' }, 'Enter one line of plain text'],
  ['a help contact with a paragraph separator', { help_contact: 'Call\u2029us' }, 'Enter one line of plain text'],
  ['a portal name of 79 characters', { portal_name: 'a'.repeat(79) }, 'at most 78 characters'],
  ['no sender', { sender_address: '' }, 'Enter a sender email address'],
  ['two senders', { sender_address: 'a@msp.example, b@evil.example' }, 'Enter one email address'],
  ['a sender with a name', { sender_address: 'Acme <a@msp.example>' }, 'Check the part before the @'],
  ['0 days', { keep_days: '0' }, 'from 1 to 365'],
  ['366 days', { keep_days: '366' }, 'from 1 to 365'],
  ['days in words', { keep_days: '1e2' }, 'from 1 to 365'],
])('%s is refused, and what was typed stays', async (_what, typed, message) => {
  const portal = await startPortal();
  const before = formIn(await portal.administrator.get(PAGE), PAGE);
  const refused = await save(portal, { help_contact: 'typed', ...typed });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain(message);
  const [[name, value] = []] = Object.entries(typed);
  if (!/[\r\n\0]/.test(String(value))) expect(formIn(refused, PAGE)[String(name)]).toBe(value);
  expect(formIn(await portal.administrator.get(PAGE), PAGE)).toEqual(before);
});

test('markup and a From of its own in the names come out as text in page and mail', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const portalName = '<img src=x onerror=alert(1)>"\'';
  await save(portal, { portal_name: portalName, sender_name: 'Acme <a@b.example>, spy@evil.example' });
  await askForToken(portal, portal.visitor());
  const [mail] = await portal.sink.waitForMail(ALICE);
  expect(mail?.from).toEqual({ name: 'Acme <a@b.example>, spy@evil.example', address: 'no-reply@msp.example' });
  expect(mail?.subject).toContain(portalName);
  expect(mail?.text).toContain(portalName);
  for (const html of [mail?.html, (await portal.visitor().get('/login')).text])
    expect(html).not.toContain('<img src=x');
  expect(portal.sink.envelopes.every(({ to }) => to.length === 1)).toBe(true);
});

test('a form without the tick comes back without it', async () => {
  const portal = await startPortal();
  const { enabled: _ticked, ...unticked } = formIn(await portal.administrator.get(PAGE), PAGE);
  const refused = await portal.administrator.post(PAGE, { ...unticked, keep_days: 'x' });
  expect(formIn(refused, PAGE).enabled).toBeUndefined();
});

test('switching Passwordless off closes the way in, kills live tokens for good and leaves administrators alone', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const [inside, waiting] = [portal.visitor(), portal.visitor()];
  await signIn(portal, inside);
  portal.passMinutes(1);
  const { code, link } = await askForToken(portal, waiting);

  const { enabled: _ticked, ...unticked } = formIn(await portal.administrator.get(PAGE), PAGE);
  expect((await portal.administrator.post(PAGE, unticked)).status).toBe(303);
  await waiting.post('/login/token', { token: code });
  await waiting.get(link);
  expect(await isSignedIn(waiting)).toBe(false);
  expect(textOf(await portal.visitor().get('/login'))).toContain('Sign-in is not switched on');
  expect(await isSignedIn(inside)).toBe(true);

  const mia = portal.visitor();
  await mia.post('/admin/login', { email: ADMINISTRATOR.address });
  const admin = await portal.tokenMailed(ADMINISTRATOR.address);
  expect((await mia.post('/admin/login/token', { token: admin.code })).headers.location).toBe('/admin');

  await save(portal, { enabled: 'on' });
  await waiting.post('/login/token', { token: code });
  await waiting.get(link);
  expect(await isSignedIn(waiting)).toBe(false);
});

test('a test mail goes out with the saved settings and shows the conversation', async () => {
  const portal = await startPortal();
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('MSP Portal <no-reply@msp.example>');
  expect(formIn(page, `${PAGE}/test-mails`).to).toBe(ADMINISTRATOR.address);
  const tested = await portal.administrator.post(`${PAGE}/test-mails`, { to: ' Jo@MSP.example' });
  expect(tested.status).toBe(200);
  expect(textOf(tested)).toContain('The mail server took the test email for jo@msp.example.');
  expect(textOf(tested)).toMatch(/C: MAIL FROM:<no-reply@msp\.example>.* S: 250 /);
  const [mail] = portal.sink.mailsTo('jo@msp.example');
  expect(mail?.subject).toBe('Test email from MSP Portal');
  expect(mail?.text).toContain('Asked for by Mia Admin');
  expect(await recorded(portal)).toContain('test-mail sent: by Mia Admin');
});

test('a test mail that the server refuses says what the server said', async () => {
  const portal = await startPortal();
  portal.sink.refuse('rcpt', 550, '5.7.1 Relaying denied');
  const tested = await portal.administrator.post(`${PAGE}/test-mails`, { to: 'jo@msp.example' });
  expect(textOf(tested)).toContain('The test email for jo@msp.example was not sent.');
  expect(textOf(tested)).toContain('S: 550 5.7.1 Relaying denied');
  expect((await recorded(portal)).at(-1)).toMatch(/^test-mail failed: .*Relaying denied.*; by Mia Admin$/);
});

test('without a mail server a test mail says so, and to two addresses it is refused', async () => {
  const portal = await startPortal({ smtp: false });
  const tested = await portal.administrator.post(`${PAGE}/test-mails`, { to: 'jo@msp.example' });
  expect(textOf(tested)).toContain('No mail server is set up. Set one up first.');
  const refused = await portal.administrator.post(`${PAGE}/test-mails`, { to: 'jo@msp.example;spy@evil.example' });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('Enter one email address');
});

/** Presses Save with the page's own values and what is typed over them. */
async function save({ administrator }: Portal, typed: Fields) {
  return administrator.post(PAGE, { ...formIn(await administrator.get(PAGE), PAGE), ...typed });
}
