import type { ConnectionOptions } from 'node:tls';
import type { SMTPTransportOptions } from 'nodemailer';
import type { MailServer } from './mail-server.js';

/** Certificate authorities besides the system's. */
export type Trust = Pick<ConnectionOptions, 'ca'>;

/** A token lives ten minutes; the library's own limits of two and ten minutes would use up most of them. */
export const CONNECT_MS = 5_000;
export const SOCKET_MS = 20_000;
export const HAND_OVER_MS = 30_000;

const LONGEST_REPLY = 500;
const ADDRESS = /([\w.!#$&'*+/=?^{|}~-])[\w.!#$&'*+/=?^{|}~-]*@(?=[\w-])/g;
const CODE_OR_LINK = /(?<![\w-])[0-9a-z]{4}-[0-9a-z]{4}(?![\w-])|\/now\/\S+/gi;

/** How nodemailer reaches this server. With a user it always signs in: a server that does not ask is the wrong one. */
export function smtpOptions(server: MailServer, trust: Trust = {}): SMTPTransportOptions {
  return {
    host: server.host,
    port: server.port,
    secure: server.tls === 'tls',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    tls: { ...trust, minVersion: 'TLSv1.2' },
    ...(server.user && { auth: { user: server.user, pass: server.password ?? '' }, forceAuth: true }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
  };
}

/** What a server said, fit to be kept and logged: without credentials, tokens and whole addresses, on one line. */
export function toReply(said: string, server: MailServer): string {
  return withoutCredentials(said, server)
    .replace(ADDRESS, '$1…@')
    .replace(CODE_OR_LINK, '…')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_REPLY);
}

/** For servers that repeat what they were sent, also in the form they were sent it. */
export function withoutCredentials(said: string, { user = '', password }: MailServer): string {
  if (!password) return said;
  const asSent = [`\0${user}\0${password}`, password].map((text) => Buffer.from(text).toString('base64'));
  return [...asSent, password].reduce((text, secret) => text.replaceAll(secret, '…'), said);
}
