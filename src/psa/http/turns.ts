import { setTimeout as pause } from 'node:timers/promises';
import { Bulkhead } from '../../bulkhead.js';
import type { Clock } from '../../clock.js';
import type { Db } from '../../db/schema.js';
import { randomToken } from '../../id.js';
import type { Log } from '../../log.js';
import { PsaFault } from '../fault.js';
import { leaveTurn, type Turn, takeTurn } from './turn-store.js';

/** How long a request waits for its turn. */
const TURN_MS = 20_000;
/** Longer than a request may take, which is ten seconds: after that its process has died. */
const LEASE_MS = 15_000;
const LOOK_AGAIN_MS = 50;

/**
 * The requests that may be under way at a time: as many as the vendor bears, of all processes together. Within a process
 * it is first come, first served.
 */
export class Turns {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limit: number;
  readonly #here: Bulkhead;

  constructor({ db, clock, log, limit }: { db: Db; clock: Clock; log: Log; limit: number }) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
    this.#limit = limit;
    this.#here = new Bulkhead(limit, () => new PsaFault('too-busy'));
  }

  /** Does the work when it is its turn. Throws `too-busy` when that is not within 20 seconds. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const patience = AbortSignal.timeout(TURN_MS);
    const place = await this.#here.enter('psa', patience);
    try {
      if (place.waited) await pause(LOOK_AGAIN_MS); // so that another process has the next turn
      const turn = await this.#shared(patience);
      return await work().finally(() => this.#leave(turn));
    } finally {
      place.leave();
    }
  }

  /** What the PSA has answered counts, even if this fails: then the turn comes back when its lease has run out. */
  async #leave(turn: Turn): Promise<void> {
    await leaveTurn(this.#db, turn).catch((error) => this.#log.warn({ error }, 'A turn could not be given back'));
  }

  async #shared(patience: AbortSignal): Promise<Turn> {
    const holder = randomToken(12);
    while (!patience.aborted) {
      const now = this.#clock();
      const turn = await takeTurn(this.#db, { now, holder, leaseUntil: now + LEASE_MS, limit: this.#limit });
      if (turn) return turn;
      await pause(LOOK_AGAIN_MS);
    }
    throw new PsaFault('too-busy');
  }
}
