import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { parseLoginEmail } from '../../src/address/login-email.js';
import { type MailServer, mailServerFromUrl } from '../../src/mail/mail-server.js';
import { testMailServer } from '../../src/mail/test-connection.js';
import { createMailTransport } from '../../src/mail/transport.js';
import { sinkCertificate } from '../support/smtp-sink.js';
import { mailOf, openSink } from './mail-room.js';

const mail = mailOf({ id: 'm1' });
const jo = 'jo@acme.example';

test.each([
  { stage: 'connect', code: 421, kind: 'unreachable' },
  { stage: 'connect', code: 554, kind: 'unreachable' },
  { stage: 'mail', code: 451, kind: 'unreachable' },
  { stage: 'mail', code: 550, kind: 'unreachable' },
  { stage: 'rcpt', code: 421, kind: 'deferred' },
  { stage: 'rcpt', code: 451, kind: 'deferred' },
  { stage: 'rcpt', code: 503, kind: 'deferred' },
  { stage: 'rcpt', code: 550, kind: 'refused' },
  { stage: 'data', code: 452, kind: 'deferred' },
  { stage: 'data', code: 554, kind: 'refused' },
] as const)('$code at $stage is $kind, and the next mail goes through', async ({ stage, code, kind }) => {
  const sink = await openSink();
  const { deliver } = openTransport();
  sink.refuse(stage, code, 'What the server says');
  const server = mailServerFromUrl(sink.url);
  expect(await deliver(server, jo, mail)).toEqual({ kind, reply: expect.stringContaining('What the server says') });
  expect(await deliver(server, jo, mail)).toMatchObject({ kind: 'sent' });
  expect(sink.mails).toHaveLength(1);
});

test.each([
  { stage: 'rcpt', kind: 'deferred' },
  { stage: 'data', kind: 'unknown' },
] as const)('a connection lost at $stage is $kind', async ({ stage, kind }) => {
  const sink = await openSink();
  sink.drop(stage, 9);
  expect(await openTransport().deliver(mailServerFromUrl(sink.url), jo, mail)).toMatchObject({ kind });
});

test.each([
  { stage: 'connect', kind: 'unreachable' },
  { stage: 'rcpt', kind: 'deferred' },
  { stage: 'data', kind: 'unknown' },
] as const)('a server that falls silent at $stage is given up in time: $kind', async ({ stage, kind }) => {
  const sink = await openSink();
  sink.stall(stage);
  const delivery = await openTransport().deliver(mailServerFromUrl(sink.url), jo, mail, 200);
  expect(delivery).toEqual({ kind, reply: 'No answer in time' });
});

test('a connection that the server closed while it was idle costs no try', async () => {
  const sink = await openSink();
  const { deliver } = openTransport();
  const server = mailServerFromUrl(sink.url);
  await deliver(server, jo, mail);
  await setImmediate(); // nodemailer gives a connection back a turn after it has answered
  sink.drop('mail');
  expect(await deliver(server, jo, mail)).toMatchObject({ kind: 'sent' });
});

test('a wrong password is unreachable, and the reply does not repeat it', async () => {
  const sink = await openSink({ login: { user: 'portal', password: 'right' } });
  const server = { ...mailServerFromUrl(sink.url), password: 'Authentication' };
  const delivery = await openTransport().deliver(server, jo, mail);
  expect(delivery).toEqual({ kind: 'unreachable', reply: expect.stringMatching(/^535 … failed/) });
});

test('new settings are used for the next mail', async () => {
  const [one, two] = [await openSink(), await openSink()];
  const { deliver } = openTransport();
  await deliver(mailServerFromUrl(one.url), jo, mail);
  await deliver(mailServerFromUrl(two.url), jo, mail);
  expect([one.mails.length, two.mails.length]).toEqual([1, 1]);
});

test.each(['tls', 'starttls'] as const)(
  'with %s the mail goes to a server whose certificate is trusted',
  async (tls) => {
    const sink = await openSink({ security: tls, login: { user: 'portal', password: 'right' } });
    const server: MailServer = { ...mailServerFromUrl(sink.url), tls };
    expect(await openTransport({ ca: sinkCertificate }).deliver(server, jo, mail)).toMatchObject({ kind: 'sent' });
    expect(await openTransport().deliver(server, jo, mail)).toMatchObject({ kind: 'unreachable' });
  },
);

test('a server without STARTTLS gets neither password nor mail when STARTTLS is required', async () => {
  const sink = await openSink({ login: { user: 'portal', password: 'right' } });
  const server: MailServer = { ...mailServerFromUrl(sink.url), tls: 'starttls' };
  expect(await openTransport().deliver(server, jo, mail)).toMatchObject({ kind: 'unreachable' });
  expect(sink.mails).toEqual([]);
});

test('the strangest address that the parser lets through is the whole envelope, to the letter', async () => {
  const recipient = "o'neil+a=b/{x}#$&*?^_|~-1.2@xn--bcher-kva.acme.example";
  expect(parseLoginEmail(recipient)).toMatchObject({ kind: 'address', address: recipient });
  const sink = await openSink();
  const { transcript } = await testMailServer(mailServerFromUrl(sink.url), { recipient, mail });
  expect(transcript.filter((line) => line.startsWith('C: RCPT'))).toEqual([`C: RCPT TO:<${recipient}>`]);
  expect(sink.raw[0]).toContain(`\r\nTo: ${recipient}\r\n`);
  expect(await openTransport().deliver(mailServerFromUrl(sink.url), recipient, mail)).toMatchObject({ kind: 'sent' });
  expect(sink.envelopes[1]).toEqual(sink.envelopes[0]);
});

test.each([
  'jo@acme.example, eve@evil.example',
  'jo@acme.example <eve@evil.example>',
  'jo@acme.example>\r\nRCPT TO:<eve@evil.example',
  'Jo <jo@acme.example>',
])('%j is nobody’s address, and nothing is sent', async (recipient) => {
  const sink = await openSink();
  const delivered = openTransport().deliver(mailServerFromUrl(sink.url), recipient, mail);
  await expect(delivered).rejects.toThrow('not one address');
  expect(sink.envelopes).toEqual([]);
});

test('line breaks in names and subject add no header', async () => {
  const sink = await openSink();
  const name = 'Acme\r\nBcc: eve@evil.example\r\nX-Evil: 1';
  const evil = { ...mail, subject: `Hello\r\nX-Evil: 2`, from: { ...mail.from, name } };
  await openTransport().deliver(mailServerFromUrl(sink.url), jo, evil);
  const [received] = sink.mails;
  expect(received?.headers.map(({ key }) => key)).not.toContain('x-evil');
  expect(received?.bcc ?? []).toEqual([]);
  expect(received?.from?.address).toBe('portal@msp.example');
  expect(sink.envelopes).toEqual([{ from: 'portal@msp.example', to: [jo] }]);
});

test('every mail asks machines not to answer, and carries its own headers', async () => {
  const sink = await openSink();
  await openTransport().deliver(mailServerFromUrl(sink.url), jo, {
    ...mail,
    headers: { 'Reply-To': 'help@msp.example' },
  });
  const headers = Object.fromEntries((sink.mails[0]?.headers ?? []).map(({ key, value }) => [key, value]));
  expect(headers).toMatchObject({
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'DR, RN, NRN, OOF, AutoReply',
    'reply-to': 'help@msp.example',
    'message-id': '<m1@msp.example>',
  });
});

function openTransport(...trust: Parameters<typeof createMailTransport>) {
  const transport = createMailTransport(...trust);
  onTestFinished(() => transport.close());
  return transport;
}
