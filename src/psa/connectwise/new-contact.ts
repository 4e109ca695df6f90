import { localPartOf } from '../../address/login-email.js';
import type { NewPsaContact } from '../connector.js';
import { cutName } from '../cut-name.js';

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
  const [first, last] = [firstName, lastName].map((name) => cutName(name, LONGEST_NAME)).filter(Boolean);
  return { firstName: first ?? cutName(localPartOf(address), LONGEST_NAME), ...(last && { lastName: last }) };
}
