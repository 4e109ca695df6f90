import { parseLoginEmail } from '../address/login-email.js';
import type { PsaContact } from './connector.js';
import { PsaFault } from './fault.js';

/** Whether a contact has this address, as parseLoginEmail answers it: what a PSA takes for equal is its own affair. */
export function hasExactly({ addresses }: Pick<PsaContact, 'addresses'>, address: string): boolean {
  return addresses.some((there) => {
    const parsed = parseLoginEmail(there);
    return parsed.kind === 'address' && parsed.address === address;
  });
}

/** The number that an id is where ids are numbers, the first of them being `first`. What is none reaches no URL. */
export function exactId(id: string, first = 1): number {
  const number = /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : -1;
  if (number < first) throw new PsaFault('refused', { detail: 'This is no id of the PSA' });
  return number;
}
