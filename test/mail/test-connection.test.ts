import { expect, test } from 'vitest';
import { mailServerFromUrl } from '../../src/mail/mail-server.js';
import { testMailServer } from '../../src/mail/test-connection.js';
import { mailOf, openSink } from './mail-room.js';

const login = { user: 'portal@msp.example', password: 'correct horse' };
const mail = { recipient: 'admin@msp.example', mail: mailOf({ id: 'test' }) };

test('a good connection is shown as it went, and sends nothing', async () => {
  const sink = await openSink();
  const result = await testMailServer(mailServerFromUrl(sink.url));
  expect(result.kind).toBe('ok');
  expect(result.transcript[0]).toMatch(/^S: 220 /);
  expect(result.transcript).toEqual(expect.arrayContaining([expect.stringMatching(/^C: EHLO /)]));
  expect(sink.mails).toEqual([]);
});

test('a test email arrives', async () => {
  const sink = await openSink({ login });
  const result = await testMailServer(mailServerFromUrl(sink.url), mail);
  expect(result.kind).toBe('ok');
  expect(result.transcript).toContain('C: RCPT TO:<admin@msp.example>');
  expect(sink.mailsTo('admin@msp.example')).toHaveLength(1);
});

test.each(['correct horse', 'wrong horse'])('the conversation holds no credentials: %s', async (password) => {
  const sink = await openSink({ login });
  const result = await testMailServer({ ...mailServerFromUrl(sink.url), password }, mail);
  expect(result.kind).toBe(password === login.password ? 'ok' : 'failed');
  const shown = JSON.stringify(result);
  const asSent = Buffer.from(`\0${login.user}\0${password}`).toString('base64');
  for (const secret of [password, asSent, Buffer.from(password).toString('base64')])
    expect(shown).not.toContain(secret);
  expect(result.transcript).toContain('C: AUTH PLAIN ••••••');
});

test('a refusal is told as the server put it', async () => {
  const sink = await openSink();
  sink.refuse('rcpt', 550, 'No such mailbox');
  const result = await testMailServer(mailServerFromUrl(sink.url), mail);
  expect(result).toMatchObject({ kind: 'failed', reason: expect.stringContaining('No such mailbox') });
});

test('nobody listening is a failure with its reason', async () => {
  const sink = await openSink();
  await sink.close();
  const result = await testMailServer(mailServerFromUrl(sink.url));
  expect(result).toMatchObject({ kind: 'failed', transcript: [], reason: expect.stringContaining('ECONNREFUSED') });
});

test.each([undefined, mail])('a silent server is given up when the time is over', async (sent) => {
  const sink = await openSink();
  sink.stall(sent ? 'rcpt' : 'connect');
  const result = await testMailServer(mailServerFromUrl(sink.url), sent, { withinMs: 150 });
  expect(result.kind).toBe('timed-out');
});
