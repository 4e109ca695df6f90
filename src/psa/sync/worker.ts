import type { Clock } from '../../clock.js';
import type { Db } from '../../db/schema.js';
import { transaction } from '../../db/transaction.js';
import { randomToken } from '../../id.js';
import type { Log } from '../../log.js';
import type { PsaConnection } from '../connection.js';
import { CREATION_LEASE_MS, claimDueCreations } from '../contacts/creation-store.js';
import { tryCreation } from '../contacts/try-creation.js';
import { isPsaConnected } from '../settings-store.js';
import { runSync, SYNC_LEASE_MS } from './sync.js';
import { claimDueSync, insertSyncs, isSyncDue } from './sync-store.js';

export interface PsaWorkerParts {
  db: Db;
  clock: Clock;
  log: Log;
  timeZone: string;
  psa: PsaConnection;
}

const POLL_MS = 2_000;
/** Created at a time: nobody waits for them. */
const CREATIONS = 2;

/** Creates contacts in the PSA as they are queued, and runs the syncs that are due, together with the workers of other processes. */
export class PsaWorker {
  readonly #parts: PsaWorkerParts;
  readonly #name = randomToken(12);
  readonly #poll: NodeJS.Timeout;
  readonly #stopping = new AbortController();
  #creating: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;

  constructor(parts: PsaWorkerParts) {
    this.#parts = parts;
    this.#poll = setInterval(() => this.wake(), POLL_MS).unref();
  }

  /** Looks for what is due at once. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    this.#creating ??= this.#run(() => this.#createDue()).finally(() => {
      this.#creating = undefined;
    });
    this.#syncing ??= this.#run(() => this.#syncDue()).finally(() => {
      this.#syncing = undefined;
    });
  }

  /** Resolves when nothing that is due is left to do. */
  async idle(): Promise<void> {
    await Promise.all([this.#creating, this.#syncing]);
    // What was under way may have looked already, and a PSA that answers again makes more due.
    for (let round = 0; round < 2; round += 1) {
      this.wake();
      await Promise.all([this.#creating, this.#syncing]);
    }
  }

  /** Finishes what is under way: a question to the PSA has a time limit of its own. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#poll);
    await Promise.all([this.#creating, this.#syncing]);
  }

  async #run(work: () => Promise<void>): Promise<void> {
    try {
      if (await isPsaConnected(this.#parts.db)) await work();
    } catch (error) {
      this.#parts.log.error({ error }, 'The work with the PSA could not be done');
    }
  }

  async #createDue(): Promise<void> {
    for (let claimed = await this.#claim(); claimed.length > 0; claimed = await this.#claim()) {
      await Promise.all(claimed.map((creation) => tryCreation(this.#parts, creation)));
      if (this.#stopping.signal.aborted) return;
    }
  }

  async #claim() {
    const { db, clock } = this.#parts;
    const now = clock();
    const lease = { worker: this.#name, leaseUntil: now + CREATION_LEASE_MS };
    return transaction(db, (trx) => claimDueCreations(trx, { now, ...lease, limit: CREATIONS }));
  }

  async #syncDue(): Promise<void> {
    const { db, clock } = this.#parts;
    const stopped = this.#stopping.signal;
    while (!stopped.aborted && (await isSyncDue(db, clock()))) {
      const now = clock();
      const lease = { worker: this.#name, leaseUntil: now + SYNC_LEASE_MS };
      const sync = await transaction(db, async (trx) => {
        await insertSyncs(trx, now);
        return claimDueSync(trx, { now, ...lease });
      });
      if (!sync) return;
      await runSync(this.#parts, sync, stopped);
    }
  }
}
