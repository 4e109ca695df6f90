import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRules, type Misbehaviour, type Misdeed } from './misbehaviour.js';
import { respond } from './respond.js';

/** A fake PSA as every vendor's is: what came in, what it does wrong, and whether it is there at all. */
export interface FakeServer {
  /** The site to enter: `http://127.0.0.1:PORT`. */
  url: string;
  /** Everything that came in, the oldest first. */
  requests: FakeRequest[];
  /** How many requests with this method had a path that ends so. */
  asked(method: string, ending: string): number;
  /** The most requests that were under way at a time. */
  mostAtOnce(): number;
  misbehave(rule: Misbehaviour): void;
  /** Ends all misbehaviour. */
  behave(): void;
  /** The PSA is dead: connections are cut, new ones refused. What it had begun it may finish. */
  stop(): Promise<void>;
  /** Back on the same port, with all it knew. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Parsed JSON, or the text when it was none. */
  body: unknown;
  at: number;
  /** What was created less than this many milliseconds ago is not to be shown in searches. */
  hideNewMs: number;
}

export interface FakeAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON; absent: no body. */
  body?: unknown;
  /** Sent as it is, instead of a body. */
  text?: string;
}

export interface FakeServerOptions {
  port: number;
  clock: () => number;
  answer: (request: FakeRequest) => FakeAnswer;
}

/** Serves a vendor's answers on loopback, as badly as it is told to. */
export async function startFakeServer({ port, clock, answer }: FakeServerOptions): Promise<FakeServer> {
  const rules = createRules();
  const requests: FakeRequest[] = [];
  let [under, most] = [0, 0];
  const server = createServer(async (incoming, response) => {
    most = Math.max(most, ++under);
    response.once('close', () => --under);
    const came = await read(incoming).catch(() => undefined);
    if (!came) return;
    const request = { ...came, at: clock(), hideNewMs: 0 };
    requests.push(request);
    const deeds = rules.meet(request);
    request.hideNewMs = hidden(deeds);
    await respond(response, deeds, () => answer(request));
  });
  const listen = (on: number) =>
    new Promise<void>((resolve, reject) => void server.once('error', reject).listen(on, '127.0.0.1', resolve));
  await listen(port);
  const taken = (server.address() as AddressInfo).port;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${taken}`,
    requests,
    asked: (method, ending) => requests.filter((one) => one.method === method && one.path.endsWith(ending)).length,
    mostAtOnce: () => most,
    misbehave: rules.add,
    behave: rules.clear,
    stop,
    start: () => listen(taken),
    close: stop,
  };
}

function hidden(deeds: Misdeed[]): number {
  return Math.max(0, ...deeds.map((deed) => (deed.do === 'hide-new' ? deed.ms : 0)));
}

async function read(incoming: IncomingMessage): Promise<Omit<FakeRequest, 'at' | 'hideNewMs'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://fake.example');
  const body = parsed(Buffer.concat(chunks).toString());
  return { method: incoming.method ?? '', path: pathname, query: searchParams, headers: incoming.headers, body };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
