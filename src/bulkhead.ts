interface Berth {
  inUse: number;
  /** First come, first served. */
  waiting: (() => void)[];
}

export interface Place {
  /** It was not free at once. */
  waited: boolean;
  leave(): void;
}

/** At most so many at a time for each key, so that what hangs for one key leaves the others alone. */
export class Bulkhead {
  readonly #limit: number;
  readonly #tooBusy: () => Error;
  readonly #berths = new Map<string, Berth>();

  constructor(limit: number, tooBusy: () => Error) {
    this.#limit = limit;
    this.#tooBusy = tooBusy;
  }

  /** Waits for its turn; resolves to a place, which has to be left. Throws `tooBusy` when the signal is aborted before. */
  async enter(key: string, signal: AbortSignal): Promise<Place> {
    const berth = this.#berths.get(key) ?? { inUse: 0, waiting: [] };
    this.#berths.set(key, berth);
    const waited = berth.inUse >= this.#limit;
    if (waited) await this.#turn(berth, signal);
    else berth.inUse += 1;
    return { waited, leave: () => this.#leave(key, berth) };
  }

  /** A place goes straight to who waits longest. */
  #leave(key: string, berth: Berth): void {
    const next = berth.waiting.shift();
    if (next) return next();
    berth.inUse -= 1;
    if (berth.inUse === 0) this.#berths.delete(key);
  }

  #turn(berth: Berth, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        berth.waiting = berth.waiting.filter((each) => each !== take);
        reject(this.#tooBusy());
      };
      if (signal.aborted) return giveUp();
      berth.waiting.push(take);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
