import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { changeContact } from './change.js';
import { BadConditions } from './condition-tokens.js';
import type { Shape } from './conditions.js';
import { addCommunication, createContact } from './creation.js';
import { failed, noRecord, noRoute } from './errors.js';
import { listed, searched } from './lists.js';
import { COMMUNICATION_TYPE, COMPANY, CONTACT, STATUS } from './shapes.js';
import { communicationTypes, STATUSES } from './types.js';

type Records = ReadonlyMap<number, { id: number }>;
type Route = [method: string, path: RegExp, answer: (books: Books, request: FakeRequest, id: number) => FakeAnswer];

const contacts = collection('Contact', CONTACT, (books) => books.contacts);
const companies = collection('Company', COMPANY, (books) => books.companies);

const ROUTES: Route[] = [
  ['GET', /^\/company\/contacts$/, contacts.list],
  ['GET', /^\/company\/contacts\/count$/, contacts.count],
  ['GET', /^\/company\/contacts\/(\d+)$/, contacts.one],
  ['POST', /^\/company\/contacts$/, createContact],
  ['PATCH', /^\/company\/contacts\/(\d+)$/, changeContact],
  ['POST', /^\/company\/contacts\/(\d+)\/communications$/, addCommunication],
  ['GET', /^\/company\/companies$/, companies.list],
  ['GET', /^\/company\/companies\/count$/, companies.count],
  ['GET', /^\/company\/companies\/(\d+)$/, companies.one],
  ['GET', /^\/company\/companies\/statuses$/, ({ options }, request) => listed(request, STATUSES, STATUS, options)],
  [
    'GET',
    /^\/company\/communicationTypes$/,
    ({ options }, request) => listed(request, communicationTypes(options.emailTypeId), COMMUNICATION_TYPE, options),
  ],
];

/** The answer at a path below `apis/3.0`, to somebody who may ask. */
export function answerAt(path: string, books: Books, request: FakeRequest): FakeAnswer {
  const routes = ROUTES.filter(([, pattern]) => pattern.test(path));
  const [, pattern, answer] = routes.find(([method]) => method === request.method) ?? [];
  if (!pattern || !answer) return routes.length > 0 ? failed(405, 'MethodNotAllowed', 'Method not allowed') : noRoute();
  if (
    ['POST', 'PATCH'].includes(request.method) &&
    !/^application\/json\b/.test(request.headers['content-type'] ?? '')
  ) {
    return failed(415, 'UnsupportedMediaType', 'The media type is not supported.');
  }
  try {
    return answer(books, request, Number(pattern.exec(path)?.[1]));
  } catch (error) {
    if (error instanceof BadConditions) return failed(400, 'InvalidObject', error.message);
    throw error;
  }
}

function collection(what: string, shape: Shape, recordsIn: (books: Books) => Records) {
  const shown = (books: Books, { hideNewMs }: FakeRequest) =>
    [...recordsIn(books).values()].filter(({ id }) => books.isShown(id, hideNewMs));
  return {
    list: (books: Books, request: FakeRequest): FakeAnswer =>
      listed(request, shown(books, request), shape, books.options),
    count(books: Books, request: FakeRequest): FakeAnswer {
      const found = searched(request, shown(books, request), shape, books.options);
      return { status: 200, body: { count: found.length } };
    },
    one(books: Books, _request: FakeRequest, id: number): FakeAnswer {
      const body = recordsIn(books).get(id);
      return body ? { status: 200, body } : noRecord(what, id);
    },
  };
}
