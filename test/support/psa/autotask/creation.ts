import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { failed } from './errors.js';
import { LENGTHS } from './records.js';

type Sent = Record<string, unknown>;

const REQUIRED = ['companyID', 'firstName', 'lastName', 'isActive'];

/** `POST /Companies/{id}/Contacts`: 200 with the id, or 500 with the first thing that is wrong. */
export function createContact(books: Books, { body }: FakeRequest, companyId: number): FakeAnswer {
  const sent = (body ?? {}) as Sent;
  if (!books.companies.has(companyId)) return failed(`No matching records found for companyID ${companyId}.`);
  const missing = REQUIRED.find((field) => sent[field] === undefined || sent[field] === '');
  if (missing) return failed(`Missing Required Field: ${missing}.`);
  const wrong = mistakeIn(sent);
  if (wrong) return failed(wrong);
  return { status: 200, body: { itemId: books.putContact(books.newId(), { ...fieldsOf(sent), companyId }).id } };
}

/** `PATCH /Companies/{id}/Contacts`: of the contact that the body names. */
export function changeContact(books: Books, { body }: FakeRequest, companyId: number): FakeAnswer {
  const sent = (body ?? {}) as Sent;
  const contact = books.contacts.get(Number(sent.id));
  if (contact?.companyID !== companyId) return failed('No matching records found to update.');
  const wrong = mistakeIn(sent);
  if (wrong) return failed(wrong);
  return { status: 200, body: { itemId: books.putContact(contact.id, fieldsOf(sent)).id } };
}

function mistakeIn(sent: Sent): string | undefined {
  if (typeof sent.isActive === 'boolean') {
    const value = String(sent.isActive)[0];
    return `Unexpected character encountered while parsing value: ${value}. Path 'isActive', line 1, position 12.`;
  }
  const long = Object.entries(LENGTHS).find(([field, length]) => String(sent[field] ?? '').length > length);
  return long && `${long[0]}: the value exceeds the maximum length of ${long[1]}.`;
}

function fieldsOf({ firstName, lastName, emailAddress, isActive }: Sent) {
  return {
    ...(firstName !== undefined && { firstName: String(firstName) }),
    ...(lastName !== undefined && { lastName: String(lastName) }),
    ...(emailAddress !== undefined && { addresses: [String(emailAddress)] }),
    ...(isActive !== undefined && { inactive: isActive !== 1 }),
  };
}
