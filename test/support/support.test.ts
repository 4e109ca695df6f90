import { createTransport } from 'nodemailer';
import { expect, onTestFinished, test } from 'vitest';
import { type SmtpSinkOptions, sinkCertificate, startSmtpSink } from './smtp-sink.js';

const mail = { from: 'portal@msp.example', to: 'Ann <ann@acme.example>', subject: 'Your token', text: 'K7MF-2Q9D' };

test('the sink keeps a mail as it came', async () => {
  const { sink, send } = await startMail();
  await send();
  const [received] = await sink.waitForMail('ann@acme.example');
  expect(received).toMatchObject({ subject: 'Your token', to: [{ name: 'Ann', address: 'ann@acme.example' }] });
  expect(received?.text).toContain('K7MF-2Q9D');
  expect(sink.raw[0]).toContain('Subject: Your token\r\n');
  expect(sink.envelopes).toEqual([{ from: 'portal@msp.example', to: ['ann@acme.example'] }]);
});

test('waiting for a mail ends when it comes, and says what came when it does not', async () => {
  const { sink, send } = await startMail();
  const two = sink.waitForMail('ANN@acme.example', 2);
  await send();
  await send();
  expect(await two).toHaveLength(2);
  await expect(sink.waitForMail('ben@acme.example', 1, 20)).rejects.toThrow(
    '0 of 1 mails to ben@acme.example after 20 ms; mails came to: ann@acme.example, ann@acme.example',
  );
});

test('the sink greets without the 100 ms delay of its library', async () => {
  const { send } = await startMail();
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    await send();
    times.push(performance.now() - started);
  }
  expect(Math.min(...times)).toBeLessThan(100);
});

test.each([
  { stage: 'connect', code: 421 },
  { stage: 'mail', code: 451 },
  { stage: 'rcpt', code: 550 },
  { stage: 'data', code: 452 },
] as const)('the sink refuses once at $stage with $code and then accepts', async ({ stage, code }) => {
  const { sink, send } = await startMail();
  sink.refuse(stage, code, 'Not now');
  await expect(send()).rejects.toMatchObject({ responseCode: code });
  expect(sink.mails).toEqual([]);
  await send();
  expect(sink.mailsTo('ann@acme.example')).toHaveLength(1);
});

test('a stalled sink answers when it has recovered', async () => {
  const { sink, send } = await startMail();
  sink.stall('rcpt');
  const sending = send();
  expect(await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, 200, 'stalled'))])).toBe('stalled');
  sink.recover();
  await sending;
  expect(sink.mails).toHaveLength(1);
});

test('a connection dropped after the data leaves the mail in the sink', async () => {
  const { sink, send } = await startMail();
  sink.drop('data');
  await expect(send()).rejects.toThrow();
  expect(sink.mailsTo('ann@acme.example')).toHaveLength(1);
});

test('a sink with a login refuses a stranger', async () => {
  const { sink, send } = await startMail({ login: { user: 'portal', password: 'p@ss' } });
  await send();
  expect(sink.mails).toHaveLength(1);
  await expect(send(sink.url.replace('p%40ss', 'wrong'))).rejects.toMatchObject({ responseCode: 535 });
});

test.each(['starttls', 'tls'] as const)('a sink with %s is trusted by its certificate only', async (security) => {
  const { sink, send } = await startMail({ security });
  await send();
  expect(sink.mails).toHaveLength(1);
  await expect(createTransport(sink.url).sendMail(mail)).rejects.toMatchObject({ code: 'ESOCKET' });
});

async function startMail(options?: SmtpSinkOptions) {
  const sink = await startSmtpSink(options);
  onTestFinished(() => sink.close());
  const send = (url = sink.url) => createTransport({ url, tls: { ca: sinkCertificate } }).sendMail(mail);
  return { sink, send };
}
