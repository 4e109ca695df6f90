import { expect, test } from 'vitest';
import type { MailServer } from '../../src/mail/mail-server.js';
import { toReply } from '../../src/mail/smtp.js';

const server: MailServer = { host: 'smtp.msp.example', port: 465, tls: 'tls', user: 'portal', password: 's3cret' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  ['250 2.0.0 Ok: queued as 4Dt2-7f', '250 2.0.0 Ok: queued as 4Dt2-7f'],
  ['550 5.1.1 <jo@acme.example>: unknown', '550 5.1.1 <j…@acme.example>: unknown'],
  ["550 <o'neil+a@acme.example> no", '550 <o…@acme.example> no'],
  ['550-no such user\r\n550 see https://help.example', '550-no such user 550 see https://help.example'],
  ['554 spam: "K7MF-2Q9D is your token"', '554 spam: "… is your token"'],
  [
    '554 bad link https://portal.msp.example/login/now/h.1.mac here',
    '554 bad link https://portal.msp.example/login… here',
  ],
  ['535 s3cret is wrong', '535 … is wrong'],
  [`535 ${base64('s3cret')} is wrong`, '535 … is wrong'],
  [`535 AUTH PLAIN ${base64('\0portal\0s3cret')}`, '535 AUTH PLAIN …'],
  ['x'.repeat(5_000), 'x'.repeat(500)],
])('%j is kept as %j', (said, kept) => {
  expect(toReply(said, server)).toBe(kept);
});
