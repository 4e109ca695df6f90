import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { wrong } from './errors.js';
import { type FieldInformation, fieldsOf } from './fields.js';
import type { FakeContact } from './records.js';

const Sent = z.record(z.string(), z.unknown());

/** `POST /Companies/{id}/Contacts`: 200 with its id, or what is wrong with it is thrown. */
export function createContact(books: Books, { body }: FakeRequest, companyId: number): FakeAnswer {
  const fields = fieldsOf('Contacts', books);
  const sent = checked(body, fields);
  for (const { name, isRequired } of fields) {
    const given = sent[name] ?? '';
    if (isRequired && name !== 'id' && given === '') wrong(`Missing Required Field: ${name}.`);
  }
  const company = [companyId, sent.companyID].find((id) => id !== companyId || !books.companies.has(companyId));
  if (company !== undefined) wrong(`Value does not reference an existing entity for companyID ${company}.`);
  const { id: itemId } = Object.assign(books.addContact({ companyId }), asStored(sent));
  return { status: 200, body: { itemId } };
}

/** `PATCH /Companies/{id}/Contacts`: changes the fields that are sent. */
export function changeContact(books: Books, { body }: FakeRequest, companyId: number): FakeAnswer {
  const sent = checked(body, fieldsOf('Contacts', books));
  const contact = books.contacts.get(Number(sent.id));
  if (contact?.companyID !== companyId) return wrong('No matching records found for the given criteria.');
  books.changeContact(contact.id, {});
  Object.assign(contact, asStored(sent));
  return { status: 200, body: { itemId: contact.id } };
}

/** What comes first is how it is written, then whether it is there at all. */
function checked(body: unknown, fields: FieldInformation[]): Record<string, unknown> {
  const parsed = Sent.safeParse(body);
  if (!parsed.success) return wrong('The request is not valid.');
  for (const [name, value] of Object.entries(parsed.data)) {
    const field = fields.find((one) => one.name === name) ?? wrong(`Unable to find ${name} in the entity.`);
    check(field, value);
  }
  return parsed.data;
}

function check({ name, dataType, length }: FieldInformation, value: unknown): void {
  if (value === null) return;
  const text = String(value);
  const type = dataType === 'integer' ? 'number' : dataType;
  if (typeof value !== type) {
    const [first] = text;
    wrong(
      `Unexpected character encountered while parsing value: ${first}. Path '${name}', line 1, position ${length}.`,
    );
  }
  if (length > 0 && text.length > length) wrong(`The field ${name} must not be longer than ${length} characters.`);
}

/** Nobody else chooses the id. */
function asStored({ id: _id, ...sent }: Record<string, unknown>): Partial<FakeContact> {
  return sent;
}
