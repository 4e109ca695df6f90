import type { Readable } from 'node:stream';
import { createTransport, type Mail, type NodemailerError, type SendMailOptions } from 'nodemailer';
import { type Delivery, judgeFailure } from './delivery.js';
import type { MailServer } from './mail-server.js';
import { assertRecipient, type ComposedMail, toMessage } from './message.js';
import { HAND_OVER_MS, smtpOptions, type Trust, toReply } from './smtp.js';

export interface Transport {
  /** Hands one mail over. Throws only when the mail itself cannot be made; then nothing was sent. */
  deliver(server: MailServer, recipient: string, mail: ComposedMail, withinMs?: number): Promise<Delivery>;
  /** Cuts what is under way, too. */
  close(): void;
}

/** What nodemailer carries along for us, to look at when the hand-over has failed. */
interface HandOver extends SendMailOptions {
  recipient: string;
  progress: { made: boolean; content?: Readable };
}

export const CONNECTIONS = 5;
const MAILS_PER_CONNECTION = 1_000;
/** For a connection that the server closed while it was idle. What goes beyond is the outbox's business. */
const REQUEUES = 2;

/** Connections kept open between mails, and made anew when they are to lead to another server. */
export function createMailTransport(trust: Trust = {}): Transport {
  let pool: Mail | undefined;
  let leadsTo = '';

  function poolFor(server: MailServer): Mail {
    const fingerprint = JSON.stringify(server);
    if (pool && fingerprint === leadsTo) return pool;
    pool?.close(); // mails that are under way are finished first
    leadsTo = fingerprint;
    pool = openPool(server, trust);
    return pool;
  }

  return {
    deliver: (server, recipient, mail, withinMs = HAND_OVER_MS) =>
      handOver(
        poolFor(server),
        server,
        { ...toMessage(recipient, mail), recipient, progress: { made: false } },
        withinMs,
      ),
    close() {
      pool?.close({ force: true });
      pool = undefined;
    },
  };
}

function openPool(server: MailServer, trust: Trust): Mail {
  const pool: Mail = createTransport({
    ...smtpOptions(server, trust),
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MAILS_PER_CONNECTION,
    maxRequeues: REQUEUES,
  });
  pool.use('stream', (mail, done) => {
    const { recipient, progress } = mail.data as HandOver;
    try {
      assertRecipient(mail, recipient);
    } catch (error) {
      return done(error as Error);
    }
    progress.made = true;
    mail.message.processFunc((content) => {
      progress.content = content as Readable;
      return content;
    });
    done();
  });
  return pool;
}

async function handOver(pool: Mail, server: MailServer, mail: HandOver, withinMs: number): Promise<Delivery> {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), Math.max(withinMs, 0));
  try {
    const { response = '' } = await pool.sendMail({ ...mail, signal: cut.signal });
    return { kind: 'sent', reply: toReply(response, server) };
  } catch (error) {
    const failure = error as NodemailerError;
    if (!mail.progress.made) throw error;
    const said = cut.signal.aborted ? 'No answer in time' : (failure.response ?? failure.message);
    return { kind: judgeFailure(failure, mail.progress.content), reply: toReply(said, server) };
  } finally {
    clearTimeout(timer);
  }
}
