import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  location: string;
  body: string;
}

/** One browser: one kept connection and its cookies. Its own few lines of HTTP, so that the time goes to the server. */
export interface Visitor {
  get(path: string): Promise<Answer>;
  post(path: string, fields: Record<string, string>): Promise<Answer>;
  forgetCookies(): void;
  close(): void;
}

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

/** The origin of every server under test, whatever its port: what PUBLIC_URL says, and so Host and Origin. */
export const ORIGIN = 'http://localhost';
const HEADERS = [
  'Host: localhost',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language: en-US,en;q=0.5',
  'Sec-Fetch-Site: same-origin',
].join('\r\n');
const END_OF_HEAD = Buffer.from('\r\n\r\n');

export function openVisitor(port: number): Visitor {
  const cookies = new Map<string, string>();
  let socket: Socket | undefined;
  let received: Buffer = Buffer.alloc(0);
  let waiting: Waiting | undefined;

  function connected(): Socket {
    if (socket && !socket.destroyed) return socket;
    socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.on('data', take);
    socket.on('error', (error) => waiting?.reject(error));
    socket.on('close', () => waiting?.reject(new Error('The server hung up')));
    return socket;
  }

  function take(chunk: Buffer): void {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const headEnd = received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const head = received.toString('latin1', 0, headEnd);
    const bodyStart = headEnd + END_OF_HEAD.length;
    const bodyEnd = bodyStart + Number(headerOf(head, 'content-length'));
    if (received.length < bodyEnd) return;
    const body = received.toString('utf8', bodyStart, bodyEnd);
    received = received.subarray(bodyEnd);
    keepCookies(head);
    waiting?.resolve({ status: Number(head.slice(9, 12)), location: headerOf(head, 'location'), body });
    waiting = undefined;
  }

  function keepCookies(head: string): void {
    for (const [, name = '', value = '', attributes = ''] of head.matchAll(/^set-cookie: ([^=]+)=([^;\r]*)(.*)$/gim)) {
      if (value === '' || attributes.includes('Expires=Thu, 01 Jan 1970')) cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  function send(method: string, path: string, body?: string): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const lines = [`${method} ${path} HTTP/1.1`, HEADERS];
    if (cookie !== '') lines.push(`Cookie: ${cookie}`);
    if (body !== undefined) lines.push(`Origin: ${ORIGIN}`, 'Content-Type: application/x-www-form-urlencoded');
    if (body !== undefined) lines.push(`Content-Length: ${body.length}`);
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      connected().write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
    });
  }

  return {
    get: (path) => send('GET', path),
    post: (path, fields) => send('POST', path, new URLSearchParams(fields).toString()),
    forgetCookies: () => cookies.clear(),
    close: () => void socket?.destroy(),
  };
}

function headerOf(head: string, name: string): string {
  return new RegExp(`^${name}: ([^\r]*)`, 'im').exec(head)?.[1] ?? '';
}
