import { localPartOf } from '../../address/login-email.js';
import type { NewPsaContact } from '../connector.js';
import { cutName } from '../cut-name.js';
import { type Field, NO_LAST_NAME } from './records.js';

const USUAL_LENGTH = 20;

/** What is sent to create somebody active. There have to be both names. `fields`: what Autotask says about those of a contact. */
export function newContact({ firstName, lastName, address }: NewPsaContact, companyID: number, fields: Field[]) {
  const names = [firstName, lastName].map((name) => name.trim()).filter(Boolean);
  const [first = localPartOf(address), last = NO_LAST_NAME] = names;
  return {
    companyID,
    firstName: cutName(first, lengthOf('firstName', fields)),
    lastName: cutName(last, lengthOf('lastName', fields)),
    emailAddress: address,
    isActive: 1 as const,
  };
}

function lengthOf(name: string, fields: Field[]): number {
  return fields.find((field) => field.name === name)?.length || USUAL_LENGTH;
}
