import { createHmac, randomBytes } from 'node:crypto';
import { Bulkhead } from '../bulkhead.js';
import type { Clock } from '../clock.js';
import type { LdapConnection } from '../ldap/connection.js';
import { Fault } from '../ldap/fault.js';
import type { Log } from '../log.js';
import type { Directory } from './directory.js';

type Account = NonNullable<Directory['serviceAccount']>;

const LEFT_ALONE_MS = 15 * 60_000;
const REMIND_MS = 60 * 60_000;
/** Busy and unavailable: the next controller may be neither. */
const NOT_NOW: (number | undefined)[] = [51, 52];

/**
 * Signs service accounts in and locks none out: a password that was refused is left alone for a quarter of an hour, unless a
 * save changes it, and one that was never accepted is sent once at a time.
 */
export class ServiceAccounts {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #untried = new Bulkhead(1, () => new Fault('too-busy'));
  readonly #accepted = new Set<string>();
  readonly #leftAloneUntil = new Map<string, number>();
  readonly #reminded = new Map<string, number>();
  /** What passwords are known by: of use to this process alone. */
  readonly #hashKey = randomBytes(32);

  constructor({ clock, log }: { clock: Clock; log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether it was refused lately, so that it is not sent. */
  isLeftAlone(directory: Directory, account: Account): boolean {
    return this.#isLeftAlone(this.#keyOf(directory, account));
  }

  /** Answers whether the service account was let in. Throws a Fault when the controller could not be asked. */
  async signIn(connection: LdapConnection, directory: Directory, account: Account): Promise<boolean> {
    const key = this.#keyOf(directory, account);
    const send = () => this.#send(connection, key, account);
    const isIn = this.#accepted.has(key) ? await send() : await this.#inTurn(connection, key, send);
    if (!isIn) this.#remind(directory);
    return isIn;
  }

  /** Whoever waited knows what became of the one before. */
  async #inTurn({ signal }: LdapConnection, key: string, send: () => Promise<boolean>): Promise<boolean> {
    const { leave } = await this.#untried.enter(key, signal);
    try {
      return !this.#isLeftAlone(key) && (await send());
    } finally {
      leave();
    }
  }

  async #send(connection: LdapConnection, key: string, { userName, password }: Account): Promise<boolean> {
    try {
      const isIn = (await connection.bind(userName, password)).kind === 'bound';
      this.#note(key, isIn);
      return isIn;
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'ldap-error' || NOT_NOW.includes(error.details.code)) throw error;
      return false; // it will not hear of it, which says nothing of the password
    }
  }

  #note(key: string, isIn: boolean): void {
    if (isIn) {
      this.#accepted.add(key);
      this.#leftAloneUntil.delete(key);
    } else {
      this.#accepted.delete(key);
      this.#leftAloneUntil.set(key, this.#clock() + LEFT_ALONE_MS);
    }
  }

  #isLeftAlone(key: string): boolean {
    return this.#clock() < (this.#leftAloneUntil.get(key) ?? 0);
  }

  #keyOf({ id }: Directory, account: Account): string {
    return createHmac('sha256', this.#hashKey)
      .update(JSON.stringify([id, account.userName, account.password]))
      .digest('base64url');
  }

  /** Tells the log, at most once an hour: nobody is locked out by it, so nobody else would notice. */
  #remind({ id, companyId }: Directory): void {
    const now = this.#clock();
    if (now - (this.#reminded.get(id) ?? Number.NEGATIVE_INFINITY) < REMIND_MS) return;
    this.#reminded.set(id, now);
    this.#log.warn({ directory: id, company: companyId }, 'The service account of a directory is not let in');
  }
}
