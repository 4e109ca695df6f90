import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { type SmtpMailbox, smtpMailbox } from './smtp-mailbox.js';
import { type Done, type SmtpScript, type Stage, smtpScript } from './smtp-script.js';

export interface SmtpSinkOptions {
  /** The only account that may send; without it everybody may. */
  login?: { user: string; password: string };
  /** `starttls` offers it, `tls` speaks nothing else. The certificate is good for localhost and 127.0.0.1. */
  security?: 'none' | 'starttls' | 'tls';
}

export interface SmtpSink extends SmtpMailbox, SmtpScript {
  /** Carries the login, if there is one. */
  url: string;
  /** Cuts every connection and stops listening, like a mail server that goes down. */
  close(): Promise<void>;
}

/** What a client must trust to accept the certificate of a sink with `starttls` or `tls`. */
export const sinkCertificate = readFileSync(new URL('smtp-certificate.pem', import.meta.url), 'utf8');

/** A real SMTP server on a free loopback port: what arrives here is what a customer would get. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const { script, next, play } = smtpScript();
  const { mailbox, keep } = smtpMailbox();
  const sockets = new Map<number | undefined, Socket>();
  const act = (stage: Stage, session: SMTPServerSession, done: Done): void =>
    play(next(stage), sockets.get(session.remotePort), done);

  const server = new PromptServer({
    ...securityOptions(options),
    ...loginOptions(options),
    logger: false,
    disableReverseLookup: true,
    onConnect: (session, done) => act('connect', session, done),
    onMailFrom: (_address, session, done) => act('mail', session, done),
    onRcptTo: (_address, session, done) => act('rcpt', session, done),
    async onData(stream, session, done) {
      const chunks = await stream.toArray().catch(() => undefined);
      if (chunks === undefined) return; // the client hung up in the middle
      const source = Buffer.concat(chunks);
      const scripted = next('data');
      if (scripted === undefined || scripted.kind === 'drop') await keep(source, session.envelope);
      play(scripted, sockets.get(session.remotePort), done);
    },
  });
  // A client that hangs up is the client's matter; without a listener it would end the test process.
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    sockets.set(socket.remotePort, socket);
    socket.once('close', () => sockets.delete(socket.remotePort));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return { ...mailbox, ...script, url: urlOf(server, options), close: () => close(server, sockets) };
}

/** smtp-server holds its greeting back for 100 ms to catch clients that talk too early, and has no option for it. */
class PromptServer extends SMTPServer {
  override connect(...socket: Parameters<SMTPServer['connect']>): void {
    super.connect(...socket);
    const connection = [...this.connections].at(-1);
    if (connection === undefined) return;
    connection.connectionReady();
    connection.connectionReady = () => undefined;
  }
}

function securityOptions({ security = 'none' }: SmtpSinkOptions): SMTPServerOptions {
  if (security === 'none') return { disabledCommands: ['STARTTLS'], allowInsecureAuth: true };
  return { key: sinkCertificate, cert: sinkCertificate, secure: security === 'tls' };
}

function loginOptions({ login }: SmtpSinkOptions): SMTPServerOptions {
  if (login === undefined) return { authOptional: true };
  return {
    onAuth({ username, password }, _session, done) {
      const right = username === login.user && password === login.password;
      if (right) done(null, { user: login.user });
      else done(Object.assign(new Error('Authentication failed'), { responseCode: 535 }));
    },
  };
}

function urlOf({ server }: SMTPServer, { login, security }: SmtpSinkOptions): string {
  const { port } = server.address() as AddressInfo;
  const url = new URL(`${security === 'tls' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`);
  url.username = encodeURIComponent(login?.user ?? '');
  url.password = encodeURIComponent(login?.password ?? '');
  return url.href;
}

async function close(server: SMTPServer, sockets: Map<number | undefined, Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(resolve));
  for (const socket of sockets.values()) socket.destroy();
  await closed;
}
