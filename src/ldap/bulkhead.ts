import { Fault } from './fault.js';

interface Berth {
  inUse: number;
  /** First come, first served. */
  waiting: (() => void)[];
}

/** At most so many at a time for each key, so that what hangs for one key leaves the others alone. */
export class Bulkhead {
  readonly #limit: number;
  readonly #berths = new Map<string, Berth>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Waits for its turn; resolves to what gives the place back. Throws a Fault when the signal is aborted before. */
  async enter(key: string, signal: AbortSignal): Promise<() => void> {
    const berth = this.#berths.get(key) ?? { inUse: 0, waiting: [] };
    this.#berths.set(key, berth);
    if (berth.inUse < this.#limit) berth.inUse += 1;
    else await turn(berth, signal);
    return () => this.#leave(key, berth);
  }

  /** A place goes straight to who waits longest. */
  #leave(key: string, berth: Berth): void {
    const next = berth.waiting.shift();
    if (next) return next();
    berth.inUse -= 1;
    if (berth.inUse === 0) this.#berths.delete(key);
  }
}

function turn(berth: Berth, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const take = (): void => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = (): void => {
      berth.waiting = berth.waiting.filter((each) => each !== take);
      reject(new Fault('too-busy'));
    };
    berth.waiting.push(take);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
