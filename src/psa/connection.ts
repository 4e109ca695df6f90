import { Breaker } from '../breaker.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import type { Log } from '../log.js';
import type { PsaAccount, PsaConnector, PsaHttp } from './connector.js';
import { psaKind } from './connectors.js';
import { releaseCreations } from './contacts/creation-store.js';
import { PsaFault, type PsaFaultKind } from './fault.js';
import { markAnswered, markFailing, markPaused } from './health-store.js';
import { createTry, repeating } from './http/http.js';
import { Turns } from './http/turns.js';
import { LONGEST_PAUSE_MS, type Wait, waiting, withinLimits } from './http/within-limits.js';
import { findPsa } from './settings-store.js';

export interface ConnectionDeps {
  db: Db;
  clock: Clock;
  keys: KeyRing;
  log: Log;
  allowedHosts: readonly string[];
}

export type Asked<T> =
  | { kind: 'answered'; value: T }
  | { kind: 'not-connected' }
  | { kind: 'no-answer'; fault: PsaFault };

const PAUSE_MS = 60_000;
/** That it answers is written at most this often. */
const NOTED_EVERY_MS = 60_000;
/** They say nothing about whether the PSA is there. */
const NOT_ITS_FAILURE: readonly PsaFaultKind[] = ['refused', 'limited', 'too-busy'];

interface Opened {
  settings: string;
  connector: PsaConnector;
  /** One whose requests wait for our own limits. */
  waiting(wait: Wait): PsaConnector;
}

/** The way to the PSA that is connected in the console: within its limits, and remembering whether it answers. */
export class PsaConnection {
  readonly #deps: ConnectionDeps;
  readonly #breaker = new Breaker();
  readonly #turns = new Map<string, Turns>();
  #opened: Opened | undefined;
  #notedAt = 0;
  /** Why it was not to be had when it was asked last. */
  #down: PsaFaultKind = 'unreachable';

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  /**
   * Asks the PSA that is connected now. `no-answer` when it cannot be asked or does not answer, at once while it is known to
   * be down; everything that waits for it is tried as soon as it answers again. Whether it is there is what reading says:
   * of somebody who may read but not create, each answer would make everything due that was refused just now.
   * With `wait`, what our own limits hold back waits for them and is asked then.
   */
  async ask<T>(
    question: (connector: PsaConnector) => Promise<T>,
    about: 'reading' | 'creating' = 'reading',
    wait?: Wait,
  ): Promise<Asked<T>> {
    const { clock } = this.#deps;
    const connector = await this.#connector(wait);
    if (!connector) return { kind: 'not-connected' };
    if (!this.#breaker.admit(clock())) return { kind: 'no-answer', fault: new PsaFault(this.#down) };
    try {
      const value = await question(connector);
      await this.#noteAnswer();
      return { kind: 'answered', value };
    } catch (error) {
      if (!(error instanceof PsaFault)) {
        this.#breaker.note('cut-off', clock());
        throw error;
      }
      await this.#noteFault(error, about);
      return { kind: 'no-answer', fault: error };
    }
  }

  /** Made anew when somebody has saved other settings. Undefined when there are none, or no secret that could be used. */
  async #connector(wait: Wait | undefined): Promise<PsaConnector | undefined> {
    const { db, keys } = this.#deps;
    const found = await findPsa(db, keys);
    if (found?.secret === undefined) return undefined;
    const account = { ...found.account, secret: found.secret };
    const settings = JSON.stringify(account);
    if (this.#opened?.settings !== settings) this.#opened = { settings, ...this.#open(account) };
    return wait ? this.#opened.waiting(wait) : this.#opened.connector;
  }

  /** Each try counts, also that of a request that is sent again. */
  #open(account: PsaAccount): Omit<Opened, 'settings'> {
    const { db, clock, log, allowedHosts } = this.#deps;
    const kind = psaKind(account.kind);
    const turns = this.#turns.get(kind.name) ?? new Turns({ db, clock, log, limit: kind.limits.parallel });
    this.#turns.set(kind.name, turns);
    const once = withinLimits({ db, clock, turns }, kind, this.#noting(createTry({ allowedHosts })));
    return {
      connector: kind.connect(account, { http: repeating(once), clock }),
      waiting: (wait) =>
        kind.connect(account, { http: repeating(waiting(once, this.#lettingOthersProbe(wait))), clock }),
    };
  }

  /**
   * That the site answers is known from the first answer on that it gives to our account: a question may take an hour, and
   * nobody else is let through before. What it tells everybody, such as where to sign in, says nothing of that.
   */
  #noting(send: PsaHttp): PsaHttp {
    return async (request) => {
      const response = await send(request);
      const answered = request.headers !== undefined && response.status < 300 && response.body !== undefined;
      if (answered) this.#breaker.note('answered', this.#deps.clock());
      return response;
    };
  }

  #lettingOthersProbe(wait: Wait): Wait {
    return (ms) => {
      this.#breaker.note('cut-off', this.#deps.clock());
      return wait(ms);
    };
  }

  async #noteAnswer(): Promise<void> {
    const { db, clock } = this.#deps;
    const now = clock();
    this.#breaker.note('answered', now);
    if (now - this.#notedAt < NOTED_EVERY_MS) return;
    this.#notedAt = now;
    await transaction(db, async (trx) => {
      if (await markAnswered(trx, now)) await releaseCreations(trx, now);
    });
  }

  async #noteFault({ kind, details }: PsaFault, about: 'reading' | 'creating'): Promise<void> {
    const { db, clock, log } = this.#deps;
    const now = clock();
    // Without a status it is our own pause that spoke.
    if (kind === 'limited' && details.status)
      await markPaused(db, now + Math.min(details.retryAfterMs ?? PAUSE_MS, LONGEST_PAUSE_MS));
    const failed = !NOT_ITS_FAILURE.includes(kind);
    this.#breaker.note(failed ? 'failed' : kind === 'too-busy' ? 'cut-off' : 'answered', now);
    if (!failed) return;
    this.#down = kind;
    log.warn({ fault: kind, status: details.status }, 'The PSA does not answer');
    if (about === 'creating') return;
    this.#notedAt = 0;
    await markFailing(db, now, kind);
  }
}
