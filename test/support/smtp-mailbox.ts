import { EventEmitter, once } from 'node:events';
import PostalMime, { type Email } from 'postal-mime';
import type { SMTPServerEnvelope } from 'smtp-server';

export interface Envelope {
  from: string;
  to: string[];
}

export interface SmtpMailbox {
  /** Accepted mails, oldest first. The same index in `raw` and `envelopes` is the same mail. */
  mails: Email[];
  raw: string[];
  envelopes: Envelope[];
  /** The accepted mails whose envelope names this address. */
  mailsTo(address: string): Email[];
  /** Resolves with the mails to this address as soon as there are `count` of them. */
  waitForMail(address: string, count?: number, timeoutMs?: number): Promise<Email[]>;
}

/** The mails that a sink has accepted, and `keep`, which the server calls with each. */
export function smtpMailbox() {
  const arrivals = new EventEmitter().setMaxListeners(0);
  const mails: Email[] = [];
  const raw: string[] = [];
  const envelopes: Envelope[] = [];

  function mailsTo(address: string): Email[] {
    const wanted = address.toLowerCase();
    return mails.filter((_mail, index) => envelopes[index]?.to.some((to) => to.toLowerCase() === wanted));
  }

  async function waitForMail(address: string, count = 1, timeoutMs = 5000): Promise<Email[]> {
    const signal = AbortSignal.timeout(timeoutMs);
    while (mailsTo(address).length < count) {
      await once(arrivals, 'mail', { signal }).catch(() => {
        const others = envelopes.flatMap(({ to }) => to).join(', ') || 'nobody';
        const missing = `${mailsTo(address).length} of ${count} mails to ${address} after ${timeoutMs} ms`;
        throw new Error(`${missing}; mails came to: ${others}`);
      });
    }
    return mailsTo(address);
  }

  async function keep(source: Buffer, { mailFrom, rcptTo }: SMTPServerEnvelope): Promise<void> {
    mails.push(await PostalMime.parse(source));
    raw.push(source.toString('utf8'));
    envelopes.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) });
    arrivals.emit('mail');
  }

  const mailbox: SmtpMailbox = { mails, raw, envelopes, mailsTo, waitForMail };
  return { mailbox, keep };
}
