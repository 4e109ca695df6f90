import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { failed, invalid, noRecord } from './errors.js';

/** JSON patch, of which this fake knows the flags of a contact. */
const Changes = z.array(
  z.object({
    op: z.literal('replace'),
    path: z.enum(['inactiveFlag', 'disablePortalLoginFlag']),
    value: z.boolean(),
  }),
);

/** `PATCH /company/contacts/{id}`: 200 with the whole record. */
export function changeContact(books: Books, { body }: FakeRequest, id: number): FakeAnswer {
  const contact = books.contacts.get(id);
  if (!contact) return noRecord('Contact', id);
  if (!Array.isArray(body)) return failed(400, 'InvalidObject', 'A patch is an array of operations.');
  const parsed = Changes.safeParse(body);
  if (!parsed.success) {
    return invalid('contact', [{ code: 'InvalidField', message: 'The operation is not valid.', field: 'path' }]);
  }
  const changed = Object.fromEntries(parsed.data.map(({ path, value }) => [path, value]));
  books.contacts.set(id, { ...contact, ...changed, _info: books.touched() });
  return { status: 200, body: books.contacts.get(id) };
}
