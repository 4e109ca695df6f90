import { expect, test } from 'vitest';
import { deriveKeys, type KeyRing } from '../../src/keys.js';
import { type MailServer, mailServerFromUrl } from '../../src/mail/mail-server.js';
import {
  deleteMailServer,
  findMailServer,
  resealMailServer,
  saveMailServer,
} from '../../src/mail/mail-server-store.js';
import { freshDatabase, open } from './mail-room.js';

const ring: KeyRing = { current: deriveKeys('a key of thirty-two bytes or more') };
const server: MailServer = { host: 'smtp.msp.example', port: 587, tls: 'starttls', user: 'portal', password: 's3cret' };
const { password: _, ...withoutPassword } = server;

test.each<[string, MailServer]>([
  ['smtps://smtp.msp.example', { host: 'smtp.msp.example', port: 465, tls: 'tls' }],
  ['smtps://smtp.msp.example:2465', { host: 'smtp.msp.example', port: 2465, tls: 'tls' }],
  ['smtps://127.0.0.1', { host: '127.0.0.1', port: 465, tls: 'tls' }],
  ['smtp://smtp.msp.example', { host: 'smtp.msp.example', port: 587, tls: 'starttls' }],
  ['smtp://smtp.msp.example:25', { host: 'smtp.msp.example', port: 25, tls: 'starttls' }],
  ['smtp://10.0.0.9:25?tls=none', { host: '10.0.0.9', port: 25, tls: 'none' }],
  ['smtp://relay.msp.example/?tls=none', { host: 'relay.msp.example', port: 587, tls: 'none' }],
  ['smtp://localhost', { host: 'localhost', port: 25, tls: 'none' }],
  ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, tls: 'none' }],
  ['smtp://[::1]:1025', { host: '::1', port: 1025, tls: 'none' }],
  ['smtp://localhost.msp.example', { host: 'localhost.msp.example', port: 587, tls: 'starttls' }],
  [
    'smtps://portal%40msp.example:p%3A%2F%40ss@smtp.msp.example',
    { host: 'smtp.msp.example', port: 465, tls: 'tls', user: 'portal@msp.example', password: 'p:/@ss' },
  ],
  [
    'smtps://portal:100%@smtp.msp.example',
    { host: 'smtp.msp.example', port: 465, tls: 'tls', user: 'portal', password: '100%' },
  ],
])('%s', (url, expected) => {
  expect(mailServerFromUrl(url)).toEqual(expected);
});

test('a saved mail server is found with its password, which is not in the table', async () => {
  const db = await open(await freshDatabase());
  expect(await findMailServer(db, {}, ring)).toBeUndefined();
  expect(await saveMailServer(db, ring, server, 1)).toEqual({ kind: 'saved' });
  expect(await findMailServer(db, {}, ring)).toEqual({ source: 'console', server });
  const [row] = await db.selectFrom('settings').selectAll().execute();
  expect(row?.value).not.toContain(server.password);
  await deleteMailServer(db);
  expect(await findMailServer(db, {}, ring)).toBeUndefined();
});

test('SMTP_URL wins over what was saved', async () => {
  const db = await open(await freshDatabase());
  await saveMailServer(db, ring, server, 1);
  expect(await findMailServer(db, { smtpUrl: 'smtps://other.example' }, ring)).toEqual({
    source: 'SMTP_URL',
    server: { host: 'other.example', port: 465, tls: 'tls' },
  });
});

test('the password is kept when nothing is changed and none is typed', async () => {
  const db = await open(await freshDatabase());
  await saveMailServer(db, ring, server, 1);
  expect(await saveMailServer(db, ring, withoutPassword, 2)).toEqual({ kind: 'saved' });
  expect(await findMailServer(db, {}, ring)).toEqual({ source: 'console', server });
});

test.each<[string, Partial<MailServer>]>([
  ['host', { host: 'smtp.evil.example' }],
  ['port', { port: 25 }],
  ['encryption', { tls: 'none' }],
  ['user', { user: 'somebody' }],
])('the password is dropped when the %s is changed, unless it is typed again', async (_what, change) => {
  const db = await open(await freshDatabase());
  await saveMailServer(db, ring, server, 1);
  const changed = { ...withoutPassword, ...change };
  expect(await saveMailServer(db, ring, changed, 2)).toEqual({ kind: 'saved-without-password' });
  expect(await findMailServer(db, {}, ring)).toEqual({ source: 'console', server: changed });
  expect(await saveMailServer(db, ring, { ...changed, password: 'new' }, 3)).toEqual({ kind: 'saved' });
  expect((await findMailServer(db, {}, ring))?.server.password).toBe('new');
});

test('after a rotation the password opens without the previous key', async () => {
  const db = await open(await freshDatabase());
  await saveMailServer(db, ring, server, 1);
  const next = deriveKeys('another key of thirty-two bytes or more');
  await resealMailServer(db, { current: next, previous: ring.current }, 2);
  expect(await findMailServer(db, {}, { current: next })).toEqual({ source: 'console', server });
});

test('a server whose password was sealed with a key that is gone is found without it, until it is typed again', async () => {
  const db = await open(await freshDatabase());
  await saveMailServer(db, ring, server, 1);
  const other: KeyRing = { current: deriveKeys('another key of thirty-two bytes or more') };
  const lost = { source: 'console', server: withoutPassword, passwordLost: true };
  expect(await findMailServer(db, {}, other)).toEqual(lost);
  await resealMailServer(db, { ...other, previous: deriveKeys('a third key of thirty-two bytes or more') }, 2);
  expect(await findMailServer(db, {}, other)).toEqual(lost);
  expect(await findMailServer(db, {}, ring)).toEqual({ source: 'console', server });
  await saveMailServer(db, other, server, 3);
  expect(await findMailServer(db, {}, other)).toEqual({ source: 'console', server });
});
