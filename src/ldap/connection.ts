import type { TLSSocket } from 'node:tls';
import { Client, type Entry, type Filter, ResultCodeError, type SearchOptions, SizeLimitExceededError } from 'ldapts';
import { type BindRefusal, readBindRefusal } from './bind-answer.js';
import { Fault } from './fault.js';
import { openSecureSocket, type WantedSocket } from './secure-socket.js';
import { startTimeLimit, unlessAborted } from './time-limit.js';

export type BindAnswer = { kind: 'bound' } | BindRefusal;

export interface Count {
  count: number;
  more: boolean;
}

const CONNECT_MS = 3_000;
const OPERATION_MS = 5_000;
const PAGE = 500;
/** What result codes say of a search, for the trace. */
const SEARCH_WORDS = { 10: 'the base DN is another domain’s', 32: 'the base DN does not exist' };
/** Far more than any answer takes: the client collects one until it is whole, whatever its length is said to be. */
const MOST_BYTES = 4 * 1_024 * 1_024;

/** Connects within 3 seconds, and within the signal's time; throws a Fault. What is opened has to be closed. */
export async function openConnection(wanted: WantedSocket): Promise<LdapConnection> {
  const limit = startTimeLimit(CONNECT_MS, wanted.signal);
  try {
    return new LdapConnection(await openSecureSocket({ ...wanted, signal: limit.signal }), wanted.signal);
  } finally {
    limit.end();
  }
}

/** One connection to a controller, for one person's sign-in. Every operation ends in an answer or throws a Fault. */
export class LdapConnection {
  /** Aborted when the time for all that is done with it is over. */
  readonly signal: AbortSignal;
  readonly #socket: TLSSocket;
  readonly #client: Client;
  #broken = false;

  constructor(socket: TLSSocket, signal: AbortSignal) {
    this.#socket = socket;
    this.signal = signal;
    let handedOver = false;
    // Left to itself the client would open another connection when this one is lost, and go on there as nobody.
    const createSecureConnection = (): TLSSocket => {
      if (handedOver) throw new Fault('closed');
      handedOver = true;
      return socket;
    };
    this.#client = new Client({ url: 'ldaps://controller', createSecureConnection });
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > MOST_BYTES) socket.destroy();
    });
  }

  /** It was lost or fell silent, and did not merely refuse. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Signs in. Never with an empty password, which directories take for nobody's, nor by a name that could be a mechanism's. */
  async bind(name: string, password: string): Promise<BindAnswer> {
    if (password === '' || !/[@\\=]/.test(name)) throw new Error('Not to be sent to a directory');
    try {
      await this.#inTime(this.#client.bind(name, password));
      return { kind: 'bound' };
    } catch (error) {
      const refusal = readBindRefusal(error);
      if (refusal) return refusal;
      throw this.#fault(error);
    }
  }

  /** What is found, as far as `sizeLimit`; referrals to other servers are not followed. */
  async search(base: string, options: SearchOptions): Promise<Entry[]> {
    try {
      return (await this.#inTime(this.#client.search(base, options))).searchEntries;
    } catch (error) {
      throw this.#fault(error, SEARCH_WORDS);
    }
  }

  /** How many entries there are, as far as `most`; `more` when that is not all, by our limit or by the server's. */
  async count(base: string, filter: Filter, most: number): Promise<Count> {
    try {
      return await this.#inTime(this.#countPages(base, filter, most));
    } catch (error) {
      throw this.#fault(error);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  async #countPages(base: string, filter: Filter, most: number): Promise<Count> {
    const options: SearchOptions = { scope: 'sub', filter, attributes: ['1.1'], paged: { pageSize: PAGE } };
    let count = 0;
    try {
      for await (const { searchEntries } of this.#client.searchPaginated(base, options)) {
        count += searchEntries.length;
        if (count > most) return { count: most, more: true };
      }
    } catch (error) {
      if (error instanceof SizeLimitExceededError) return { count, more: true };
      throw error;
    }
    return { count, more: false };
  }

  async #inTime<T>(operation: Promise<T>): Promise<T> {
    const limit = startTimeLimit(OPERATION_MS, this.signal);
    try {
      return await unlessAborted(limit.signal, operation);
    } finally {
      limit.end();
    }
  }

  #fault(error: unknown, words: Record<number, string> = {}): Fault {
    if (error instanceof ResultCodeError) return new Fault('ldap-error', { code: error.code }, words[error.code]);
    this.#broken = true;
    this.close();
    return error instanceof Fault ? error : new Fault('closed');
  }
}
