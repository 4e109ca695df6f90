import type { FakeAnswer } from '../fake-server.js';
import type { AutotaskOptions } from './options.js';

const HOUR = 3_600_000;

/** The requests within the last hour, by the fake's clock, of everybody who shares the database. */
export class Usage {
  readonly #options: AutotaskOptions;
  readonly #times: number[] = [];

  constructor(options: AutotaskOptions) {
    this.#options = options;
  }

  note(): void {
    this.#times.push(this.#options.clock());
  }

  isOver(): boolean {
    return this.#used() > this.#options.threshold;
  }

  /** `GET /ThresholdInformation` */
  told(): FakeAnswer {
    const { threshold } = this.#options;
    const body = {
      externalRequestThreshold: threshold,
      requestThresholdTimeframe: HOUR / 60_000,
      currentTimeframeRequestCount: this.#used(),
    };
    return { status: 200, body };
  }

  #used(): number {
    const since = this.#options.clock() - HOUR;
    while (this.#times[0] !== undefined && this.#times[0] <= since) this.#times.shift();
    return this.#times.length + this.#options.othersUsed;
  }
}
