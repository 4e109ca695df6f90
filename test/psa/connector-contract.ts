import { describe } from 'vitest';
import { contactsContract } from './contract-contacts.js';
import { listsContract } from './contract-lists.js';
import { troublesContract } from './contract-troubles.js';
import type { FakePsa } from './fake-psa.js';

/** What every connector does alike, shown against its vendor's fake. */
export function connectorContract(vendor: string, start: () => Promise<FakePsa>): void {
  describe(`the connector to ${vendor}`, () => {
    listsContract(start);
    contactsContract(start);
    troublesContract(start);
  });
}
