import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { House } from './door.js';
import { message } from './errors.js';
import { fieldsOf } from './fields.js';
import { counted, type Entity, queried } from './queries.js';
import { changeContact, createContact } from './writing.js';

type Answer = (house: House, request: FakeRequest, found: string[]) => FakeAnswer;
type Route = [method: string, path: RegExp, answer: Answer];

const ROUTES: Route[] = [
  ['POST', at('query'), ({ books, told }, request, [entity]) => queried(entity as Entity, books, request, told)],
  ['POST', at('query/next'), ({ books, told }, request, [one]) => queried(one as Entity, books, request, told, 'next')],
  ['POST', at('query/prev'), ({ books, told }, request, [one]) => queried(one as Entity, books, request, told, 'prev')],
  ['POST', at('query/count'), ({ books }, request, [entity]) => counted(entity as Entity, books, request)],
  [
    'GET',
    at('entityInformation/fields'),
    ({ books }, _request, [entity]) => ({ status: 200, body: { fields: fieldsOf(entity as Entity, books) } }),
  ],
  [
    'GET',
    at('(\\d+)'),
    ({ books }, _request, [entity, id]) => {
      const records = entity === 'Companies' ? books.companies : books.contacts;
      return { status: 200, body: { item: records.get(Number(id)) ?? null } };
    },
  ],
  ['POST', /^\/Companies\/(\d+)\/Contacts$/, ({ books }, request, [id]) => createContact(books, request, Number(id))],
  ['PATCH', /^\/Companies\/(\d+)\/Contacts$/, ({ books }, request, [id]) => changeContact(books, request, Number(id))],
];

/** The answer at a path below `V1.0`, to somebody who may ask. */
export function answerAt(path: string, request: FakeRequest, house: House): FakeAnswer {
  const { method } = request;
  const routes = ROUTES.filter(([, pattern]) => pattern.test(path));
  const [, pattern, answer] = routes.find(([one]) => one === method) ?? [];
  if (routes.length === 0) return message(404, 'No HTTP resource was found that matches the request URI.');
  if (!pattern || !answer) return message(405, `The requested resource does not support http method '${method}'.`);
  if (method !== 'GET' && !/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    return message(415, 'The request entity has a media type that is not supported for this resource.');
  }
  return answer(house, request, (pattern.exec(path) ?? []).slice(1));
}

function at(ending: string): RegExp {
  return new RegExp(`^/(Companies|Contacts)/${ending}$`);
}
