import type { MailMessage, SendMailOptions } from 'nodemailer';

/** A mail made ready for one row of the outbox, at the moment it is handed over. */
export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
  from: { name: string; address: string };
  /** The same for every try of a row, so that a mail that arrives twice is shown once. */
  messageId: string;
  headers: Record<string, string>;
}

/** Mailboxes that answer by themselves are asked not to; bounces are still wanted, so it is not `All`. */
const MAIL_HEADERS = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
};

/** Much wider than what the parser of addresses lets through, which stands before everything that is stored. */
const ONE_ADDRESS = /^[^\s<>()[\],;:"\\@]+@[^\s<>()[\],;:"\\@]+$/;

/** The message as nodemailer takes it. Addresses are objects throughout: a string would be parsed, into several perhaps. */
export function toMessage(recipient: string, mail: ComposedMail): SendMailOptions {
  const to = { name: '', address: recipient };
  return {
    envelope: { from: { name: '', address: mail.from.address }, to: [to] },
    from: mail.from,
    to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    headers: { ...MAIL_HEADERS, ...mail.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
    maxRecipients: 1,
  };
}

/** Throws unless the message as built goes to this recipient alone, in its envelope and in its header. */
export function assertRecipient({ message }: MailMessage, recipient: string): void {
  if (!ONE_ADDRESS.test(recipient)) throw new Error('The recipient is not one address');
  const { to = [], cc, bcc } = message.getAddresses();
  const inHeader = [to, cc ?? [], bcc ?? []].flat().map((one) => one.address);
  for (const addresses of [message.getEnvelope().to, inHeader]) {
    if (addresses.length !== 1 || addresses[0] !== recipient) throw new Error('The mail names another recipient');
  }
}
