import type { Log } from '../../log.js';
import type { Unreadable } from '../connector.js';

type Kind = 'companies' | 'contacts';

/** So many are named in the log, of each kind. */
const NAMED = 50;

/** The records that one sync could not read. */
export class LeftOut {
  readonly #whys: Record<Kind, Map<string, string>> = { companies: new Map(), contacts: new Map() };
  /** Where the connector tells of them. */
  readonly hear: Record<Kind, Unreadable> = {
    companies: (id, why) => void this.#whys.companies.set(id, why),
    contacts: (id, why) => void this.#whys.contacts.set(id, why),
  };

  get count(): number {
    return this.#whys.companies.size + this.#whys.contacts.size;
  }

  ids(kind: Kind): string[] {
    return [...this.#whys[kind].keys()];
  }

  /** Their ids and what is wrong with them, nothing of what is in them. */
  tell(log: Log): void {
    if (this.count === 0) return;
    const named = (kind: Kind) => [...this.#whys[kind]].slice(0, NAMED).map(([id, why]) => `${id}: ${why}`);
    const records = { companies: named('companies'), contacts: named('contacts') };
    log.warn({ count: this.count, ...records }, 'Records of the PSA could not be read');
  }
}
