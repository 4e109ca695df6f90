import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { changeContact, createContact } from './creation.js';
import { BadQuery, failed, noRoute } from './errors.js';
import { counted, queried } from './query.js';
import { COMPANY_FIELDS, COMPANY_TYPES, CONTACT_FIELDS, LENGTHS } from './records.js';

type Answer = (books: Books, request: FakeRequest, id: number) => FakeAnswer;
type Route = [method: string, path: RegExp, answer: Answer];

const contacts = collection((books) => books.contacts, CONTACT_FIELDS);
const companies = collection((books) => books.companies, COMPANY_FIELDS);

/** There is none for POST or PATCH of /Contacts: contacts are a company's. */
const ROUTES: Route[] = [
  ['POST', /^\/Contacts\/query(?:\/next)?$/, contacts.query],
  ['POST', /^\/Contacts\/query\/count$/, contacts.count],
  ['GET', /^\/Contacts\/entityInformation\/fields$/, () => fields(LENGTHS)],
  ['GET', /^\/Contacts\/(\d+)$/, contacts.one],
  ['POST', /^\/Companies\/query(?:\/next)?$/, companies.query],
  ['POST', /^\/Companies\/query\/count$/, companies.count],
  ['GET', /^\/Companies\/entityInformation\/fields$/, () => fields({})],
  ['GET', /^\/Companies\/(\d+)$/, companies.one],
  ['POST', /^\/Companies\/(\d+)\/Contacts$/, createContact],
  ['PATCH', /^\/Companies\/(\d+)\/Contacts$/, changeContact],
];

/** The answer at a path below `V1.0`, to somebody who may ask. */
export function answerAt(path: string, books: Books, request: FakeRequest): FakeAnswer {
  const routes = ROUTES.filter(([, pattern]) => pattern.test(path));
  const [, pattern, answer] = routes.find(([method]) => method === request.method) ?? [];
  if (!pattern || !answer) return request.method === 'PUT' && routes.length > 0 ? failed('', 405) : noRoute();
  if (request.method !== 'GET' && !/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    return failed('The request entity’s media type is not supported.', 415);
  }
  try {
    return answer(books, request, Number(pattern.exec(path)?.[1]));
  } catch (error) {
    if (error instanceof BadQuery) return failed(error.message);
    throw error;
  }
}

function collection(recordsIn: (books: Books) => ReadonlyMap<number, { id: number }>, known: readonly string[]) {
  const shown = (books: Books, { hideNewMs }: FakeRequest) =>
    [...recordsIn(books).values()].filter(({ id }) => books.isShown(id, hideNewMs));
  return {
    query: (books: Books, request: FakeRequest) =>
      queried(request, shown(books, request), known, books.options.linkOrigin ?? `http://${request.headers.host}`),
    count: (books: Books, request: FakeRequest) => counted(request, shown(books, request), known),
    /** Who is not there is no error. */
    one: (books: Books, _request: FakeRequest, id: number): FakeAnswer => ({
      status: 200,
      body: { item: recordsIn(books).get(id) ?? null },
    }),
  };
}

function fields(lengths: Record<string, number>): FakeAnswer {
  const texts = Object.entries(lengths).map(([name, length]) => ({ name, dataType: 'string', length }));
  const values = COMPANY_TYPES.map((type) => ({ ...type, isActive: true, isSystem: true }));
  const type = { name: 'companyType', dataType: 'integer', length: 0, isPickList: true, picklistValues: values };
  return { status: 200, body: { fields: texts.length > 0 ? texts : [type] } };
}
