import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Auth } from './auth.js';
import type { Books } from './books.js';
import { FORBIDDEN, NOT_FOUND, UNAUTHORIZED } from './errors.js';
import { listed } from './lists.js';
import { postUsers } from './users.js';

type Route = [method: string, path: RegExp, answer: (books: Books, request: FakeRequest, id: number) => FakeAnswer];

const ROUTES: Route[] = [
  ['GET', /^\/api\/Users$/, (books, request) => listed(books, request, 'users', [...books.users.values()])],
  ['GET', /^\/api\/Users\/(\d+)$/, (books, _request, id) => one(books.users, id)],
  ['POST', /^\/api\/Users$/, postUsers],
  ['GET', /^\/api\/Client$/, (books, request) => listed(books, request, 'clients', [...books.clients.values()])],
  ['GET', /^\/api\/Client\/(\d+)$/, (books, _request, id) => one(books.clients, id)],
  ['GET', /^\/api\/Site$/, (books, request) => listed(books, request, 'sites', [...books.sites.values()])],
];

/** Lets in whom HaloPSA would: where to sign in is told to everybody, all else to who has a token. */
export function answerTo(request: FakeRequest, auth: Auth, books: Books): FakeAnswer {
  const { method, path } = request;
  const { authUrl = '/auth', forbids } = books.options;
  if (method === 'GET' && path === '/api/authinfo') return auth.info(request);
  if (method === 'POST' && path === `${authUrl.startsWith('/') ? authUrl : '/auth'}/token`) return auth.token(request);
  const [, pattern, answer] = ROUTES.find(([verb, at]) => verb === method && at.test(path)) ?? [];
  if (!pattern || !answer) return NOT_FOUND;
  if (!auth.knows(request)) return UNAUTHORIZED;
  if (forbids(request)) return FORBIDDEN;
  return answer(books, request, Number(pattern.exec(path)?.[1]));
}

function one(records: ReadonlyMap<number, object>, id: number): FakeAnswer {
  const body = records.get(id);
  return body ? { status: 200, body } : NOT_FOUND;
}
