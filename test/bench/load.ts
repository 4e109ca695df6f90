import type { Sink } from './sink.js';
import type { Target } from './targets.js';
import { openVisitor, type Visitor } from './visitor.js';

/** What one stretch of load came to. */
export interface Stretch {
  perSecond: number;
  /** Of the server, for each thing done. */
  cpuMicros: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface Crowd {
  target: Target;
  sink: Sink;
  visitors: number;
  seconds: number;
  /** One for each sign-in; no more sign-ins than these. */
  addresses: Iterator<string>;
}

/** Complete sign-ins, one after the other for each visitor: ask for the token, read the mail, paste the token, see the page. */
export async function loadSignIns({ target, sink, visitors, seconds, addresses }: Crowd): Promise<Stretch> {
  return load(target, visitors, seconds, async (visitor) => {
    const { value: address, done } = addresses.next();
    if (done) return false;
    await signIn(visitor, sink, address);
    return true;
  });
}

/** Loads of the page of people who are signed in. */
export async function loadPages({ target, sink, visitors, seconds, addresses }: Crowd): Promise<Stretch> {
  const whose = new Map<Visitor, string>();
  const arrive = async (visitor: Visitor) => {
    const { value: address } = addresses.next();
    whose.set(visitor, address);
    await signIn(visitor, sink, address);
  };
  const look = async (visitor: Visitor) => {
    await seeHome(visitor, whose.get(visitor) ?? '');
    return true;
  };
  return load(target, visitors, seconds, look, arrive);
}

/** A wrong answer must never count as a fast one: every step is looked at. Answers the page. */
export async function signIn(visitor: Visitor, sink: Sink, address: string): Promise<string> {
  visitor.forgetCookies();
  const mailed = sink.tokenFor(address);
  mailed.catch(() => undefined);
  await redirected(visitor.post('/login', { email: address }), '/login/token');
  await redirected(visitor.post('/login/token', { token: await mailed }), '/');
  return seeHome(visitor, address);
}

export function median(values: number[]): number {
  return quantile(
    values.toSorted((one, other) => one - other),
    0.5,
  );
}

async function seeHome(visitor: Visitor, address: string): Promise<string> {
  const { status, body } = await visitor.get('/');
  if (status !== 200 || !body.includes(address)) throw new Error(`The page of ${address} answered ${status}: ${body}`);
  return body;
}

async function redirected(answer: ReturnType<Visitor['get']>, to: string): Promise<void> {
  const { status, location, body } = await answer;
  if (status !== 303 || location !== to) throw new Error(`Answered ${status} ${location} instead of ${to}: ${body}`);
}

type Step = (visitor: Visitor) => Promise<boolean>;

/** Lets visitors repeat a step until the time is up, or until it says false. They arrive before anything is measured. */
async function load(
  target: Target,
  visitors: number,
  seconds: number,
  step: Step,
  arrive?: (visitor: Visitor) => Promise<void>,
): Promise<Stretch> {
  const crowd = Array.from({ length: visitors }, () => openVisitor(target.port));
  const times: number[] = [];
  try {
    if (arrive) await Promise.all(crowd.map(arrive));
    const before = await target.usage();
    const started = performance.now();
    await Promise.all(
      crowd.map(async (visitor) => {
        for (let from = performance.now(); from < started + seconds * 1000; from = performance.now()) {
          if (!(await step(visitor))) break;
          times.push(performance.now() - from);
        }
      }),
    );
    const elapsed = performance.now() - started;
    const { cpuMicros } = await target.usage();
    times.sort((one, other) => one - other);
    return {
      perSecond: (times.length / elapsed) * 1000,
      cpuMicros: (cpuMicros - before.cpuMicros) / times.length,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      p99: quantile(times, 0.99),
    };
  } finally {
    for (const visitor of crowd) visitor.close();
  }
}

function quantile(sorted: number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}
