import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { House } from './door.js';
import { message, noRoute, noRouteAtAll } from './errors.js';
import { type Entity, fieldsOf } from './fields.js';
import { counted, queried } from './queries.js';
import { changeContact, createContact } from './writing.js';

type Route = [method: string, path: RegExp, answer: (house: House, request: FakeRequest, id: number) => FakeAnswer];

const ROUTES: Route[] = [
  ['POST', /^\/Contacts$/, noRouteAtAll],
  ['PATCH', /^\/Contacts$/, noRouteAtAll],
  ...readable('Companies'),
  ...readable('Contacts'),
  ['POST', /^\/Companies\/(\d+)\/Contacts$/, ({ books }, request, id) => createContact(books, request, id)],
  ['PATCH', /^\/Companies\/(\d+)\/Contacts$/, ({ books }, request, id) => changeContact(books, request, id)],
];

/** The answer at a path below `V1.0`, to somebody who may ask. */
export function answerAt(path: string, house: House, request: FakeRequest): FakeAnswer {
  const { method, headers } = request;
  const routes = ROUTES.filter(([, pattern]) => pattern.test(path));
  const [, pattern, answer] = routes.find(([one]) => one === method) ?? [];
  if (routes.length === 0) return noRoute();
  if (!pattern || !answer) return message(405, `The requested resource does not support http method '${method}'.`);
  if (method !== 'GET' && !/^application\/json\b/.test(headers['content-type'] ?? '')) {
    return message(415, 'The request entity has a media type that is not supported for this resource.');
  }
  return answer(house, request, Number(pattern.exec(path)?.[1]));
}

function readable(entity: Entity): Route[] {
  const at = (ending: string) => new RegExp(`^/${entity}/${ending}$`);
  return [
    ['POST', at('query(?:/next|/prev)?'), (house, request) => queried(entity, house, request)],
    ['POST', at('query/count'), (house, request) => counted(entity, house, request)],
    [
      'GET',
      at('entityInformation/fields'),
      ({ books }) => ({ status: 200, body: { fields: fieldsOf(entity, books) } }),
    ],
    ['GET', at('(\\d+)'), ({ books }, _request, id) => ({ status: 200, body: { item: books.find(entity, id) } })],
  ];
}
