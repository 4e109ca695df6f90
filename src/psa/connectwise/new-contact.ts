import { localPartOf } from '../../address/login-email.js';
import type { NewPsaContact } from '../connector.js';

const LONGEST_NAME = 30;

/** What is sent to create somebody who may sign in. Where exactly, its site, ConnectWise chooses by itself. */
export function newContact({ firstName, lastName, address }: NewPsaContact, companyId: number, emailTypeId: number) {
  return {
    ...names(firstName, lastName, address),
    company: { id: companyId },
    disablePortalLoginFlag: false, // unsaid it would be true
    communicationItems: [{ type: { id: emailTypeId }, value: address, defaultFlag: true, communicationType: 'Email' }],
  };
}

/** There has to be a first name. */
function names(firstName: string, lastName: string, address: string): { firstName: string; lastName?: string } {
  const [first, last] = [firstName, lastName].map(cut).filter(Boolean);
  return { firstName: first ?? cut(localPartOf(address)), ...(last && { lastName: last }) };
}

/** As much as ConnectWise takes, and no half of a character. */
function cut(name: string): string {
  return name
    .trim()
    .slice(0, LONGEST_NAME)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}
