import { expect } from 'vitest';
import type { SmtpSink } from './smtp-sink.js';
import type { Visitor } from './visitor.js';

const COOKIES = ['latchkey', 'latchkey-console', 'latchkey-attempt', 'latchkey-console-attempt'];

/** What a test left behind: a copy of its database, its log, and the secrets that it used. */
export interface Remains {
  dumped: string;
  logged: string;
  sink: SmtpSink;
  visitors: Visitor[];
  /** What the test itself says is secret: the passwords that it typed. */
  named: string[];
}

/** No token, link, cookie or password of a test may stand in its database or its log, in any spelling a thief could use. */
export async function assertNothingLeaked({ dumped, logged, sink, visitors, named }: Remains): Promise<void> {
  const mailed = sink.mails.flatMap((mail) => secretsIn(mail.text ?? ''));
  const secrets = [...mailed, ...visitors.flatMap(cookieSecrets), ...named.filter((secret) => secret !== '')];
  const places = { database: dumped, log: logged };
  for (const [place, text] of Object.entries(places)) {
    const leaked = secrets.flatMap(spellings).filter((secret) => text.includes(secret));
    expect(leaked, `secrets in the ${place}`).toEqual([]);
  }
}

/** The code and the secret part of the link in a token mail. */
export function secretsIn(text: string): string[] {
  const code = /^([0-9A-Z]{4})-([0-9A-Z]{4})$/m.exec(text);
  const mac = /\/now\/[\w-]{16}\.\d+\.([\w-]{43})/.exec(text)?.[1];
  return [...(code ? [code[0], `${code[1]}${code[2]}`] : []), ...(mac ? [mac] : [])];
}

function cookieSecrets(visitor: Visitor): string[] {
  const values = COOKIES.map((name) => visitor.cookie(name)).filter((value) => value !== undefined);
  // express-session's cookie is `s:<id>.<signature>`, percent-encoded.
  return values
    .map((value) => decodeURIComponent(value).replace(/^s:/, '').split('.')[0] ?? '')
    .filter((value) => value.length > 20);
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // SQLite's files are read byte by byte; a posted form is percent-encoded.
  const asRead = [secret, bytes.toString('latin1'), `${new URLSearchParams([['', secret]])}`.slice(1)];
  return [
    ...asRead,
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ];
}
