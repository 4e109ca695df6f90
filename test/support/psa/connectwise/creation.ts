import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import { type Books, withItems } from './books.js';
import { failed, type InnerError, invalid, noRecord } from './errors.js';
import { toItems, withOneDefaultEach } from './items.js';
import type { FakeContact } from './records.js';
import { communicationTypes } from './types.js';

const NAME = 30;
const ADDRESS = 250;
/** Links in records lead to a host that is not the site's, as on the cloud. */
const HREF = 'https://na.connectwise.example/v4_6_release/apis/3.0//company';

const Item = z.object({
  type: z.object({ id: z.number() }),
  value: z.string(),
  defaultFlag: z.boolean().default(false),
});

const Sent = z.object({
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  company: z.object({ id: z.number() }).optional(),
  inactiveFlag: z.boolean().default(false),
  /** Whoever does not say it gets a contact that may not sign in. */
  disablePortalLoginFlag: z.boolean().default(true),
  ignoreDuplicates: z.boolean().default(false),
  communicationItems: z.array(Item).default([]),
});

/** `POST /company/contacts`: 201 with the whole record, or 400 with everything that is wrong with it. */
export function createContact(books: Books, request: FakeRequest): FakeAnswer {
  const parsed = Sent.safeParse(request.body);
  if (!parsed.success) return failed(400, 'InvalidObject', 'contact object is invalid');
  const errors = mistakesIn(parsed.data, books);
  if (errors.length > 0) return invalid('contact', errors);
  const { company, communicationItems, ...sent } = parsed.data;
  const contact: FakeContact = {
    id: books.newId(),
    ...sent,
    ...(company && { company: books.refer(company.id) }),
    defaultFlag: false,
    portalSecurityLevel: 1,
    ...withItems(itemsOf(communicationItems, books)),
    types: [],
    _info: books.touched(),
  };
  books.contacts.set(contact.id, contact);
  const _info = { ...contact._info, communications_href: `${HREF}/contacts/${contact.id}/communications` };
  return { status: 201, body: { ...contact, _info } };
}

/** `POST /company/contacts/{id}/communications`: 201 with the item. */
export function addCommunication(books: Books, { body }: FakeRequest, id: number): FakeAnswer {
  const contact = books.contacts.get(id);
  if (!contact) return noRecord('Contact', id);
  const sent = Item.safeParse(body);
  if (!sent.success || !knowsTypes([sent.data], books)) return failed(400, 'InvalidObject', 'communication is invalid');
  const [item] = itemsOf([sent.data], books).map((one) => ({ ...one, defaultFlag: sent.data.defaultFlag }));
  if (!item) return failed(400, 'InvalidObject', 'communication is invalid');
  const items = withOneDefaultEach([...(contact.communicationItems ?? []), item]);
  books.contacts.set(id, { ...contact, communicationItems: items, _info: books.touched() });
  return { status: 201, body: items.at(-1) };
}

function mistakesIn(sent: z.output<typeof Sent>, books: Books): InnerError[] {
  const errors: InnerError[] = [];
  const wrong = (field: string, message: string, code: InnerError['code'] = 'InvalidField') =>
    void errors.push({ code, message, field });
  if (!sent.firstName.trim()) wrong('firstName', 'The firstName field is required.', 'MissingRequiredField');
  for (const field of ['firstName', 'lastName'] as const) {
    if (sent[field].length > NAME)
      wrong(field, `The field ${field} must be a string with a maximum length of ${NAME}.`);
  }
  if (sent.company && !books.companies.has(sent.company.id)) wrong('company', `Company ${sent.company.id} not found`);
  if (!knowsTypes(sent.communicationItems, books)) wrong('communicationItems', 'The type is not valid.');
  if (sent.communicationItems.some(({ value }) => value.length > ADDRESS)) wrong('communicationItems', 'Too long.');
  if (isRefusedAsDuplicate(sent, books))
    wrong('communicationItems', 'A contact with it already exists', 'ObjectExists');
  return errors;
}

function isRefusedAsDuplicate(sent: z.output<typeof Sent>, { options, contacts }: Books): boolean {
  if (!options.refuseDuplicates || sent.ignoreDuplicates) return false;
  const values = sent.communicationItems.map(({ value }) => value.toLowerCase());
  const taken = [...contacts.values()].flatMap(({ communicationItems = [] }) => communicationItems);
  return taken.some(({ value }) => values.includes(value.toLowerCase()));
}

function knowsTypes(items: z.output<typeof Item>[], { options }: Books): boolean {
  const ids = communicationTypes(options.emailTypeId).map(({ id }) => id);
  return items.every(({ type }) => ids.includes(type.id));
}

function itemsOf(items: z.output<typeof Item>[], { options, newId }: Books) {
  const news = items.map(({ type, value, defaultFlag }) => ({ typeId: type.id, value, defaultFlag }));
  return toItems(news, options.emailTypeId, newId);
}
