import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** An SMTP server that keeps nothing: it takes every mail and hands the token in it to whoever waits for it. */
export interface Sink {
  url: string;
  /** The token of the next mail to this address. To be called before it is asked for. */
  tokenFor(address: string): Promise<string>;
  close(): void;
}

const PATIENCE_MS = 10_000;
const TOKEN = /^[0-9A-Z]{4}-[0-9A-Z]{4}(?=\r$)/m;
const REPLIES: Record<string, string> = {
  EHLO: '250-sink\r\n250 8BITMIME',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  RSET: '250 ok',
  QUIT: '221 bye',
};

export async function startSink(): Promise<Sink> {
  const waiting = new Map<string, (mail: string) => void>();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    converse(socket, (recipient, mail) => waiting.get(recipient)?.(mail));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenFor: (address) =>
      new Promise((resolve, reject) => {
        const end = setTimeout(() => reject(new Error(`No mail came to ${address}`)), PATIENCE_MS);
        waiting.set(address, (mail) => {
          clearTimeout(end);
          waiting.delete(address);
          resolve(TOKEN.exec(mail)?.[0] ?? '');
        });
      }),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The whole of SMTP that a client with one recipient a mail needs. */
function converse(socket: Socket, deliver: (recipient: string, mail: string) => void): void {
  let unread = '';
  let recipient = '';
  let inMail = false;
  const read = (ending: string): string | undefined => {
    const end = unread.indexOf(ending);
    if (end < 0) return undefined;
    const piece = unread.slice(0, end);
    unread = unread.slice(end + ending.length);
    return piece;
  };
  const replyTo = (piece: string): string => {
    if (inMail) {
      inMail = false;
      deliver(recipient, piece);
      return '250 kept';
    }
    const verb = piece.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') recipient = piece.slice(piece.indexOf('<') + 1, piece.indexOf('>'));
    inMail = verb === 'DATA';
    return REPLIES[verb] ?? '502 not here';
  };
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('data', (chunk: string) => {
    unread += chunk;
    for (let piece = read(inMail ? '\r\n.\r\n' : '\r\n'); piece !== undefined; ) {
      socket.write(`${replyTo(piece)}\r\n`);
      piece = read(inMail ? '\r\n.\r\n' : '\r\n');
    }
  });
  socket.write('220 sink\r\n');
}
