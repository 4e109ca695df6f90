import { parseLoginEmail } from '../address/login-email.js';
import type { PsaContact } from './connector.js';
import { PsaFault } from './fault.js';

/** A contact's addresses that somebody can sign in with, as parseLoginEmail answers them, each once and its own first. */
export function usableAddresses({ addresses }: Pick<PsaContact, 'addresses'>): string[] {
  const parsed = addresses.map((typed) => parseLoginEmail(typed));
  return [...new Set(parsed.flatMap((one) => (one.kind === 'address' ? [one.address] : [])))];
}

/** Whether a contact has this address, as parseLoginEmail answers it: what a PSA takes for equal is its own affair. */
export function hasExactly(contact: Pick<PsaContact, 'addresses'>, address: string): boolean {
  return usableAddresses(contact).includes(address);
}

/** The number that an id is where ids are numbers, the first of them being `first`. What is none reaches no URL. */
export function exactId(id: string, first = 1): number {
  const number = /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : -1;
  if (number < first) throw new PsaFault('refused', { detail: 'This is no id of the PSA' });
  return number;
}
