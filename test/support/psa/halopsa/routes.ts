import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Auth } from './auth.js';
import type { Books } from './books.js';
import { BadQuery, FORBIDDEN, NOT_FOUND, UNAUTHORIZED } from './errors.js';
import { type Listing, listed } from './lists.js';
import { checkNames } from './query.js';
import { postUsers } from './users.js';

type Route = [method: string, path: RegExp, answer: (books: Books, request: FakeRequest, id: number) => FakeAnswer];

const ROUTES: Route[] = [
  ['GET', /^\/api\/Users$/, (books, request) => listed(books, request, users(books))],
  ['GET', /^\/api\/Users\/(\d+)$/, (books, request, id) => one(request, books.users.get(id))],
  ['POST', /^\/api\/Users$/, postUsers],
  ['GET', /^\/api\/Client$/, (books, request) => listed(books, request, clients(books))],
  ['GET', /^\/api\/Client\/(\d+)$/, (books, request, id) => one(request, books.clients.get(id))],
  [
    'GET',
    /^\/api\/Site$/,
    (books, request) => listed(books, request, { name: 'sites', rows: books.sites, hidden: [] }),
  ],
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
  try {
    return withDecimals(answer(books, request, Number(pattern.exec(path)?.[1])));
  } catch (error) {
    if (error instanceof BadQuery) return error.answer;
    throw error;
  }
}

function users({ users: rows, options }: Books): Listing {
  return { name: 'users', rows, hidden: ['lastupdate', ...(options.listsAllAddresses ? [] : ['email2', 'email3'])] };
}

function clients({ clients: rows }: Books): Listing {
  return { name: 'clients', rows, hidden: ['main_site_id'] };
}

function one({ query }: FakeRequest, body: object | undefined): FakeAnswer {
  checkNames(query, ['includedetails']);
  return body ? { status: 200, body } : NOT_FOUND;
}

/** The ids of sites are decimals: 12.0. */
function withDecimals(answer: FakeAnswer): FakeAnswer {
  return { ...answer, text: JSON.stringify(answer.body).replace(/(site_id":\d+)/g, '$1.0') };
}
