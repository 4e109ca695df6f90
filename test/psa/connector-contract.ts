import { describe } from 'vitest';
import type { PsaKindName } from '../../src/psa/connector.js';
import { contactsContract } from './contract-contacts.js';
import { listsContract } from './contract-lists.js';
import { troublesContract } from './contract-troubles.js';
import { startContractWorld } from './contract-world.js';

/** What every connector does alike, shown against its vendor's fake. */
export function connectorContract(kind: PsaKindName): void {
  const start = () => startContractWorld(kind);
  describe(`the connector to ${kind}`, () => {
    listsContract(start);
    contactsContract(start);
    troublesContract(start);
  });
}
