import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { failed, message, NO_PERMISSION, noRoute, Wrong } from './errors.js';
import type { FakeAccount } from './options.js';
import type { Pages } from './pages.js';
import { answerAt } from './routes.js';
import type { Threads } from './threads.js';
import type { Usage } from './usage.js';

export interface House {
  account: FakeAccount;
  books: Books;
  usage: Usage;
  threads: Threads;
  pages: Pages;
}

/** Lets in whom Autotask would: in the zone of the database, with all three headers, within what it bears, with the right. */
export function answerTo(request: FakeRequest, house: House): FakeAnswer {
  const { account, books, usage, threads } = house;
  const { options } = books;
  if (/^\/atservicesrest\/v1\.0\/zoneInformation$/i.test(request.path)) return zoneInformation(request, house);
  const [, zone, path] = /^\/([^/]+)\/ATServicesRest\/V1\.0(\/.*)$/i.exec(request.path) ?? [];
  if (path === undefined) return noRoute();
  if (zone !== options.zone || !isAccount(request, account)) return failed(401, 'Unauthorized');
  usage.note();
  if (path === '/ThresholdInformation' && request.method === 'GET') return guarded(request, house, () => usage.told());
  if (usage.isOver()) return failed(429, 'The number of external requests has exceeded the threshold.');
  if (threads.areTaken(request)) return failed(429, 'The thread threshold for this object was exceeded.');
  return guarded(request, house, () => answerAt(path, house, request));
}

function guarded(request: FakeRequest, { books }: House, answer: () => FakeAnswer): FakeAnswer {
  if (books.options.forbids(request)) return failed(500, NO_PERMISSION);
  try {
    return answer();
  } catch (error) {
    if (error instanceof Wrong) return failed(500, error.message);
    throw error;
  }
}

function zoneInformation({ method, query, headers }: FakeRequest, { account, books: { options } }: House): FakeAnswer {
  if (method !== 'GET') return message(405, `The requested resource does not support http method '${method}'.`);
  const asked = query.get('user') ?? '';
  if (asked.toLowerCase() !== account.userName.toLowerCase()) return failed(500, 'The user is not valid.');
  const { zone, zoneName } = options;
  const base = `http://${headers.host}/${zone}/`;
  return { status: 200, body: { zoneName, url: `${base}ATServicesRest/`, webUrl: base, ci: 104_532 } };
}

function isAccount({ headers }: FakeRequest, { userName, integrationCode, secret }: FakeAccount): boolean {
  const { username, apiintegrationcode, secret: sent } = headers;
  return (
    String(username).toLowerCase() === userName.toLowerCase() &&
    apiintegrationcode === integrationCode &&
    sent === secret
  );
}
