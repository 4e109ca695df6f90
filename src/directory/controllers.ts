import { type AskOutcome, Breaker } from '../breaker.js';
import { Bulkhead } from '../bulkhead.js';
import type { Clock } from '../clock.js';
import { type LdapConnection, openConnection } from '../ldap/connection.js';
import { Fault } from '../ldap/fault.js';
import { startTimeLimit } from '../ldap/time-limit.js';
import type { Log } from '../log.js';
import type { Directory } from './directory.js';
import { ServiceAccounts } from './service-accounts.js';

export interface ControllersParts {
  clock: Clock;
  log: Log;
}

/** What a controller is asked about. Each has places of its own: no flood of passwords keeps leavers from being seen. */
export type Errand = 'password' | 'standing';

/** What is done with a connection, while it is lent. */
type Use<T> = (connection: LdapConnection) => Promise<T>;

interface Visit<T> {
  directory: Directory;
  signal: AbortSignal;
  /** For its turn. */
  waited: boolean;
  use: Use<T>;
}

/** Of a company, for each errand. */
const CONNECTIONS = 5;
/** Whoever waited long for a turn may have less time left than a controller is due: cut off sooner, it has not failed. */
const DUE_MS = 1_000;

/** What this process knows of all companies' domain controllers: which answer, and how many of us are asking. */
export function createControllers(parts: ControllersParts): Controllers {
  return new Controllers(parts);
}

export class Controllers {
  readonly serviceAccounts: ServiceAccounts;
  readonly #parts: ControllersParts;
  readonly #places = new Bulkhead(CONNECTIONS, () => new Fault('too-busy'));
  /** By directory and address: of the same controller, one directory may have the wrong certificate authority. */
  readonly #breakers = new Map<string, Breaker>();
  readonly #lastGood = new Map<string, string>();

  constructor(parts: ControllersParts) {
    this.#parts = parts;
    this.serviceAccounts = new ServiceAccounts(parts);
  }

  /**
   * Lends a connection of its own to a controller of this directory. A Fault that `use` throws means that the next one may
   * be asked; the last one's is thrown, or `too-busy` for want of a turn. All of it ends when the signal is aborted.
   */
  async withController<T>(directory: Directory, errand: Errand, signal: AbortSignal, use: Use<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#allOpen(directory)) throw new Fault('lately-unreachable');
    const { waited, leave } = await this.#places.enter(`${errand}:${directory.companyId}`, signal);
    return this.#askInTurn({ directory, signal, waited, use }).finally(leave);
  }

  async #askInTurn<T>(visit: Visit<T>): Promise<T> {
    const { directory, signal } = visit;
    let fault: Fault | undefined;
    for (const address of this.#inOrder(directory)) {
      if (signal.aborted || !this.#breaker(directory, address).admit(this.#parts.clock())) continue;
      try {
        return await this.#ask(visit, address);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        fault = error;
      }
    }
    throw fault ?? new Fault(signal.aborted ? 'too-busy' : 'lately-unreachable');
  }

  async #ask<T>({ directory, signal, waited, use }: Visit<T>, address: string): Promise<T> {
    const { caCertificate } = directory;
    const due = startTimeLimit(DUE_MS);
    let connection: LdapConnection | undefined;
    try {
      connection = await openConnection({ address, caCertificate, signal });
      return await use(connection);
    } catch (error) {
      throw error instanceof Fault && waited && signal.aborted && !due.signal.aborted ? new Fault('too-busy') : error;
    } finally {
      due.end();
      connection?.close();
      const failed = connection === undefined || connection.broken;
      const inVain = signal.aborted && !(failed && due.signal.aborted);
      this.#note(directory, address, inVain ? 'cut-off' : failed ? 'failed' : 'answered');
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
