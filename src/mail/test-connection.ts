import { createTransport, type Mail } from 'nodemailer';
import type { MailServer } from './mail-server.js';
import { assertRecipient, type ComposedMail, toMessage } from './message.js';
import { smtpOptions, type Trust, withoutCredentials } from './smtp.js';

/** The transcript has `C:` before what we said and `S:` before what the server said, and no credentials. */
export type ConnectionTest =
  | { kind: 'ok'; transcript: string[] }
  | { kind: 'failed'; transcript: string[]; reason: string }
  | { kind: 'timed-out'; transcript: string[] };

export const TEST_SECONDS = 15;

/** Connects and signs in as sending does, but apart from it; sends `mail` if there is one. Answers within 15 seconds. */
export async function testMailServer(
  server: MailServer,
  mail?: { recipient: string; mail: ComposedMail },
  { withinMs = TEST_SECONDS * 1_000, trust = {} }: { withinMs?: number; trust?: Trust } = {},
): Promise<ConnectionTest> {
  const { transcript, logger } = recordTranscript(server);
  const options = { ...smtpOptions(server, trust), socketTimeout: withinMs, transactionLog: true, logger };
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), withinMs);
  const timedOut = new Promise<'timed-out'>((resolve) =>
    cut.signal.addEventListener('abort', () => resolve('timed-out')),
  );
  try {
    const tried = attempt(createTransport(options), mail, cut.signal);
    tried.catch(() => undefined); // it fails after we have answered, too
    return { kind: (await Promise.race([tried, timedOut])) ?? 'ok', transcript: [...transcript] };
  } catch (error) {
    const reason = withoutCredentials((error as Error).message, server);
    return { kind: 'failed', transcript: [...transcript], reason };
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(
  smtp: Mail,
  mail: { recipient: string; mail: ComposedMail } | undefined,
  signal: AbortSignal,
): Promise<undefined> {
  if (!mail) {
    await smtp.verify();
    return;
  }
  smtp.use('stream', (built, done) => {
    assertRecipient(built, mail.recipient);
    done();
  });
  await smtp.sendMail({ ...toMessage(mail.recipient, mail.mail), signal });
}

/** A logger for nodemailer that keeps the conversation. From AUTH to its result what we say is credentials. */
function recordTranscript(server: MailServer) {
  const transcript: string[] = [];
  let signingIn = false;
  const add = (who: 'C' | 'S', text: string): void => {
    for (const line of text.split(/\r?\n/)) transcript.push(`${who}: ${withoutCredentials(line, server)}`);
  };
  const client = (text: string): void => {
    const method = /^AUTH \S+/i.exec(text)?.[0];
    if (method) signingIn = true;
    add('C', signingIn ? `${method ?? ''} ••••••`.trim() : text);
  };
  const serverSaid = (text: string): void => {
    if (!text.startsWith('334')) signingIn = false;
    add('S', text);
  };
  const debug = ({ tnx }: { tnx?: string }, text: string): void => {
    if (tnx === 'client') client(text);
    if (tnx === 'server') serverSaid(text);
  };
  const ignore = (): void => undefined;
  return { transcript, logger: { trace: ignore, debug, info: ignore, warn: ignore, error: ignore, fatal: ignore } };
}
