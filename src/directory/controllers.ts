import type { Clock } from '../clock.js';
import { type AskOutcome, Breaker } from '../ldap/breaker.js';
import { Bulkhead } from '../ldap/bulkhead.js';
import { type LdapConnection, openConnection } from '../ldap/connection.js';
import { Fault } from '../ldap/fault.js';
import { startTimeLimit } from '../ldap/time-limit.js';
import type { Log } from '../log.js';
import type { Directory } from './directory.js';

export interface ControllersParts {
  clock: Clock;
  log: Log;
}

/** What is done with a connection, while it is lent. */
type Use<T> = (connection: LdapConnection) => Promise<T>;

const CONNECTIONS_A_COMPANY = 5;
const REMIND_MS = 60 * 60_000;
/** Whoever waited long for a turn may have less time left than a controller is due: cut off sooner, it has not failed. */
const DUE_MS = 1_000;

/** What this process knows of all companies' domain controllers: which answer, and how many of us are asking. */
export function createControllers(parts: ControllersParts): Controllers {
  return new Controllers(parts);
}

export class Controllers {
  readonly #parts: ControllersParts;
  readonly #bulkhead = new Bulkhead(CONNECTIONS_A_COMPANY);
  /** By directory and address: of the same controller, one directory may have the wrong certificate authority. */
  readonly #breakers = new Map<string, Breaker>();
  readonly #lastGood = new Map<string, string>();
  readonly #reminded = new Map<string, number>();

  constructor(parts: ControllersParts) {
    this.#parts = parts;
  }

  /**
   * Lends a connection of its own to a controller of this directory. A Fault that `use` throws means that the next one may
   * be asked; the last one's is thrown. All of it, waiting for a turn included, ends within the time.
   */
  async withController<T>(directory: Directory, withinMs: number, use: Use<T>): Promise<T> {
    const limit = startTimeLimit(withinMs);
    try {
      if (this.#allOpen(directory)) throw new Fault('lately-unreachable');
      const leave = await this.#bulkhead.enter(directory.companyId, limit.signal);
      return await this.#askInTurn(directory, limit.signal, use).finally(leave);
    } finally {
      limit.end();
    }
  }

  /** Tells the log, at most once an hour: nobody is locked out by it, so nobody else would notice. */
  remindOfServiceAccount({ id, companyId }: Directory): void {
    const now = this.#parts.clock();
    if (now - (this.#reminded.get(id) ?? Number.NEGATIVE_INFINITY) < REMIND_MS) return;
    this.#reminded.set(id, now);
    this.#parts.log.warn({ directory: id, company: companyId }, 'The service account of a directory is not let in');
  }

  async #askInTurn<T>(directory: Directory, signal: AbortSignal, use: Use<T>): Promise<T> {
    let fault = new Fault('lately-unreachable');
    for (const address of this.#inOrder(directory)) {
      if (signal.aborted || !this.#breaker(directory, address).admit(this.#parts.clock())) continue;
      try {
        return await this.#ask(directory, address, signal, use);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        fault = error;
      }
    }
    throw fault;
  }

  async #ask<T>(directory: Directory, address: string, signal: AbortSignal, use: Use<T>): Promise<T> {
    const { caCertificate } = directory;
    const due = startTimeLimit(DUE_MS);
    let connection: LdapConnection | undefined;
    try {
      connection = await openConnection({ address, caCertificate, signal });
      return await use(connection);
    } finally {
      due.end();
      connection?.close();
      const failed = connection === undefined || connection.broken;
      const cutOff = signal.aborted && !due.signal.aborted;
      this.#note(directory, address, !failed ? 'answered' : cutOff ? 'cut-off' : 'failed');
    }
  }

  #note(directory: Directory, address: string, outcome: AskOutcome): void {
    const { clock, log } = this.#parts;
    if (outcome === 'answered') this.#lastGood.set(directory.id, address);
    const opened = this.#breaker(directory, address).note(outcome, clock());
    if (opened) log.warn({ directory: directory.id, address }, 'A domain controller does not answer');
  }

  #inOrder({ id, addresses }: Directory): string[] {
    const lastGood = this.#lastGood.get(id);
    return addresses.toSorted((one, other) => Number(other === lastGood) - Number(one === lastGood));
  }

  #allOpen(directory: Directory): boolean {
    const now = this.#parts.clock();
    return directory.addresses.every((address) => this.#breaker(directory, address).isOpen(now));
  }

  #breaker({ id }: Directory, address: string): Breaker {
    const key = `${id} ${address}`;
    const breaker = this.#breakers.get(key) ?? new Breaker();
    this.#breakers.set(key, breaker);
    return breaker;
  }
}
