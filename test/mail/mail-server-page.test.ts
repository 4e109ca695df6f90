import { expect, onTestFinished, test } from 'vitest';
import { deriveKeys } from '../../src/keys.js';
import { deleteMailServer, saveMailServer } from '../../src/mail/mail-server-store.js';
import { formIn, textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.js';
import type { Fields } from '../support/visitor.js';

const PAGE = '/admin/mail-server';
const LOGIN = { user: 'portal', password: 'p4ss w0rd & more' };

test('a saved mail server sends what waits, and its password is sealed and never sent back', async () => {
  const { portal, sink, typed } = await given();
  await portal.administrator.post('/admin/administrators', { name: 'Sam', address: 'sam@msp.example' });
  const saved = await portal.administrator.post(PAGE, typed);
  expect([saved.status, saved.headers.location]).toEqual([303, PAGE]);
  await sink.waitForMail('sam@msp.example');

  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('The mail server is saved.');
  expect(formIn(page, PAGE)).toMatchObject({ ...typed, password: '' });
  expect(textOf(page)).toContain('A password is saved.');
  const [row] = await portal.ctx.db.selectFrom('settings').select('value').where('name', '=', 'mail-server').execute();
  expect(row?.value).not.toContain(LOGIN.password);
  for (const text of [page.text, portal.logs(), ...(await recorded(portal))]) expect(text).not.toContain('p4ss');
});

test('the password stays while the account is the same and is dropped with any part of it', async () => {
  const { portal, typed } = await given();
  const { password: _, ...untyped } = typed;
  await portal.administrator.post(PAGE, typed);
  await portal.administrator.post(PAGE, untyped);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('A password is saved.');
  for (const changed of [{ host: 'localhost' }, { port: '2525' }, { tls: 'starttls' }, { user: 'other' }]) {
    await portal.administrator.post(PAGE, typed);
    await portal.administrator.post(PAGE, { ...untyped, ...changed });
    expect(textOf(await portal.administrator.get(PAGE))).toContain('The old password was removed');
  }
});

test.each<[string, Fields, string]>([
  ['no host', { host: ' ' }, 'Enter the host name'],
  ['a host with a path', { host: 'smtp.msp.example/x' }, 'Enter the host name'],
  ['a host with a line break', { host: 'smtp.msp.example\r\nQUIT' }, 'Enter the host name'],
  ['port 0', { port: '0' }, 'from 1 to 65535'],
  ['port 65536', { port: '65536' }, 'from 1 to 65535'],
  ['an encryption that there is none of', { tls: 'ssl3' }, 'Choose how the connection is encrypted'],
  ['a user with a line break', { user: 'a\r\nb' }, 'Enter the user name without'],
  ['a password without a user', { user: '' }, 'Enter the user name that belongs to the password'],
])('%s is refused, whether it is to be saved or tested', async (_what, wrong, message) => {
  const { portal, typed } = await given();
  for (const path of [PAGE, `${PAGE}/tests`]) {
    const refused = await portal.administrator.post(path, { ...typed, ...wrong });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain(message);
    expect(refused.text).not.toContain('p4ss');
  }
  expect(await portal.ctx.findMailServer()).toBeUndefined();
});

test('the connection is tested with what was typed, saves nothing and shows no credentials', async () => {
  const { portal, typed } = await given();
  const tested = await portal.administrator.post(`${PAGE}/tests`, typed);
  expect(tested.status).toBe(200);
  expect(textOf(tested)).toContain('The mail server answers and accepts the sign-in.');
  expect(textOf(tested)).toContain('Enter the password again before you save');
  expect(textOf(tested)).toContain('C: EHLO');
  const secrets = [LOGIN.password, Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString('base64')];
  for (const secret of secrets) expect(tested.text).not.toContain(secret);
  expect(formIn(tested, PAGE)).toMatchObject({ ...typed, password: '' });
  expect(await portal.ctx.findMailServer()).toBeUndefined();
});

test('a wrong password fails the test and says what the server said', async () => {
  const { portal, typed } = await given();
  const tested = await portal.administrator.post(`${PAGE}/tests`, { ...typed, password: 'wrong-p4ss' });
  expect(textOf(tested)).toContain('The connection failed.');
  expect(textOf(tested)).toContain('535');
  expect(tested.text).not.toContain('wrong-p4ss');
});

test('the saved password is tested where it was saved for, and goes nowhere else', async () => {
  const { portal, typed } = await given();
  await portal.administrator.post(PAGE, typed);
  const { password: _, ...untyped } = typed;
  const same = await portal.administrator.post(`${PAGE}/tests`, untyped);
  expect(textOf(same)).toContain('accepts the sign-in');

  // It would be let in there, too, had the password come along.
  const elsewhere = await openSink({ login: LOGIN });
  for (const changed of [{ port: portOf(elsewhere) }, { host: 'localhost' }]) {
    const other = await portal.administrator.post(`${PAGE}/tests`, { ...untyped, ...changed });
    expect(textOf(other)).toContain('The connection failed.');
  }
});

test('a password that cannot be opened any more has to be typed again, and takes no page down', async () => {
  const { portal, typed } = await given();
  await portal.administrator.post(PAGE, typed);
  const { db, clock } = portal.ctx;
  const elsewhere = { current: deriveKeys('another key of thirty-two bytes or more') };
  await deleteMailServer(db);
  await saveMailServer(db, elsewhere, { host: '127.0.0.1', port: Number(typed.port), tls: 'none', ...LOGIN }, clock());

  expect((await portal.visitor().get('/login')).status).toBe(200);
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('The saved password cannot be read');
  expect(textOf(page)).not.toContain('A password is saved.');
  const { password: _, ...untyped } = typed;
  expect(textOf(await portal.administrator.post(`${PAGE}/tests`, untyped))).toContain('The connection failed.');
  await portal.administrator.post(PAGE, typed);
  expect(textOf(await portal.administrator.get(PAGE))).not.toContain('cannot be read');
  expect(textOf(await portal.administrator.post(`${PAGE}/tests`, untyped))).toContain('accepts the sign-in');
});

test('removing the mail server asks first and takes the password along', async () => {
  const { portal, typed } = await given();
  await portal.administrator.post(PAGE, typed);
  expect(textOf(await portal.administrator.get(`${PAGE}/removal`))).toContain('Remove the mail server?');
  expect(await portal.ctx.findMailServer()).toBeDefined();
  expect((await portal.administrator.post(`${PAGE}/removal`)).status).toBe(303);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('The mail server is removed.');
  expect(await portal.ctx.db.selectFrom('settings').selectAll().where('name', '=', 'mail-server').execute()).toEqual(
    [],
  );
  expect((await recorded(portal)).at(-1)).toBe('mail-server removed: by Mia Admin');
});

test('while SMTP_URL names the server the page says so, tests it and changes nothing', async () => {
  const portal = await startPortal();
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('Set by SMTP_URL in the environment of this server.');
  expect(page.text).not.toContain('name="host"');
  for (const path of [PAGE, `${PAGE}/removal`]) {
    const refused = await portal.administrator.post(path, { host: 'smtp.evil.example', port: '25', tls: 'none' });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('Set by SMTP_URL');
  }
  const tested = await portal.administrator.post(`${PAGE}/tests`, {
    host: 'smtp.evil.example',
    port: '25',
    tls: 'none',
  });
  expect(textOf(tested)).toContain('The mail server answers');
  expect(await portal.ctx.findMailServer()).toMatchObject({ source: 'SMTP_URL', server: { host: '127.0.0.1' } });
});

async function given(): Promise<{ portal: Portal; sink: SmtpSink; typed: Fields }> {
  const portal = await startPortal({ smtp: false });
  const sink = await openSink({ login: LOGIN });
  return { portal, sink, typed: { host: '127.0.0.1', port: portOf(sink), tls: 'none', ...LOGIN } };
}

async function openSink(options: Parameters<typeof startSmtpSink>[0] = {}): Promise<SmtpSink> {
  const sink = await startSmtpSink(options);
  onTestFinished(() => sink.close());
  return sink;
}

function portOf(sink: SmtpSink): string {
  return new URL(sink.url).port;
}
