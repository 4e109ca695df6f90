import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { randomToken } from '../id.js';
import { type HandOverParts, handOver } from './hand-over.js';
import type { MailServer } from './mail-server.js';
import type { Outcome } from './outbox.js';
import { claimDueMails, type OutboxRow } from './outbox-store.js';
import { createSettler, expireOverdue, type Settler } from './settle.js';
import { CONNECTIONS } from './transport.js';

export interface OutboxWorkerParts extends HandOverParts {
  db: Db;
  /** Read once a round, so that a save needs no restart. Undefined: mails wait, until they expire. */
  findServer(): Promise<MailServer | undefined>;
  /** Asks elsewhere whether a mail may go, which takes its time; answers what it ends with when it may not. */
  admit(row: OutboxRow): Promise<Admission>;
}

/** `row`: by now it may be known whose company it is. */
export type Admission = { kind: 'admitted'; row: OutboxRow } | { kind: 'not-admitted'; outcome: Outcome };

const LEASE_MS = 60_000;
/** At most so many wait for what others say of them. They hold up nobody: they need no connection yet. */
const ADMITTING = 500;
/** Claimed at once: enough to share commits, few enough to have their turn within the lease. */
const CLAIMED = 20;
const POLL_MS = 1_000;
/** How long a stop waits for hand-overs that are under way before it cuts them. */
const STOP_MS = 8_000;

/** Sends what is in the outbox as it falls due, together with the workers of other processes, until it is stopped. */
export function startOutboxWorker(parts: OutboxWorkerParts): OutboxWorker {
  return new OutboxWorker(parts);
}

export class OutboxWorker {
  readonly #parts: OutboxWorkerParts;
  readonly #name = randomToken(12);
  readonly #settler: Settler;
  readonly #poll: NodeJS.Timeout;
  /** Claimed, but without a connection to go over yet. */
  #waiting: { row: OutboxRow; server: MailServer }[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #admitting = new Set<Promise<void>>();
  #rounds: Promise<void> | undefined;
  #woken = false;
  #moreIsDue = false;
  #stopped = false;

  constructor(parts: OutboxWorkerParts) {
    this.#parts = parts;
    this.#settler = createSettler(parts);
    this.#poll = setInterval(() => this.wake(), POLL_MS).unref();
  }

  /** Looks for due mails at once. To be called after a commit that put one into the outbox. */
  wake(): void {
    this.#woken = true;
    if (!this.#stopped) this.#rounds ??= this.#runRounds();
  }

  /** Resolves when nothing that is due is left to do. */
  async idle(): Promise<void> {
    for (let left = this.#unfinished(); left.length > 0; left = this.#unfinished()) await Promise.all(left);
  }

  /** Finishes or cuts what is under way, gives back the rest, and closes the connections. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#poll);
    await this.#rounds;
    await Promise.all(this.#admitting);
    for (const { row } of this.#waiting.splice(0)) this.#settler.add({ row, outcome: { kind: 'untried' } });
    const cut = setTimeout(() => this.#parts.transport.close(), STOP_MS);
    await this.idle();
    clearTimeout(cut);
    this.#parts.transport.close();
  }

  #unfinished(): Promise<void>[] {
    return [this.#rounds, this.#settler.busy(), ...this.#admitting, ...this.#underWay].filter(
      (one) => one !== undefined,
    );
  }

  async #runRounds(): Promise<void> {
    while (this.#woken && !this.#stopped) {
      this.#woken = false;
      await this.#claim().catch((error) => this.#parts.log.error({ error }, 'The outbox could not be read'));
    }
    this.#rounds = undefined;
  }

  async #claim(): Promise<void> {
    const { db, clock, findServer } = this.#parts;
    const limit = CLAIMED - this.#waiting.length - this.#underWay.size;
    if (limit <= 0 || this.#admitting.size >= ADMITTING) {
      this.#moreIsDue = true;
      return;
    }
    const server = await findServer();
    if (!server) await transaction(db, (trx) => expireOverdue(trx, clock()));
    const unadmitted = server ? 0 : 1;
    const rows = await transaction(db, (trx) => {
      const now = clock();
      return claimDueMails(trx, { now, worker: this.#name, leaseUntil: now + LEASE_MS, limit, unadmitted });
    });
    this.#moreIsDue = rows.length === limit;
    for (const row of rows) this.#admit(row, server);
    this.#fill();
  }

  #admit(row: OutboxRow, server: MailServer | undefined): void {
    const { admit, log } = this.#parts;
    const failed = (error: unknown): Admission => {
      log.error({ mail: row.id, error }, 'It could not be found out whether a mail may go');
      return { kind: 'not-admitted', outcome: { kind: 'fault' } };
    };
    const ended = admit(row)
      .catch(failed)
      .then((admission) => {
        this.#admitting.delete(ended);
        if (admission.kind === 'not-admitted') this.#settler.add({ row, outcome: admission.outcome });
        else if (server) this.#waiting.push({ row: admission.row, server });
        else this.#settler.add({ row: admission.row, outcome: { kind: 'admitted' } });
        this.#fill();
      });
    this.#admitting.add(ended);
  }

  /** As many at a time as there are connections: a mail's time limit must not run while it queues for one. */
  #fill(): void {
    while (!this.#stopped && this.#underWay.size < CONNECTIONS) {
      const next = this.#waiting.shift();
      if (!next) break;
      const ended = handOver(this.#parts, next.server, next.row).then((outcome) => {
        this.#underWay.delete(ended);
        this.#settler.add({ row: next.row, outcome });
        this.#fill();
      });
      this.#underWay.add(ended);
    }
    if (this.#moreIsDue && this.#waiting.length < CONNECTIONS) this.wake();
  }
}
