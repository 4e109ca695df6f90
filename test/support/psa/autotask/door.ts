import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { failed, NOT_PERMITTED, noRoute } from './errors.js';
import { type FakeAccount, REQUESTS_AN_HOUR } from './options.js';
import { answerAt } from './routes.js';

const HOUR = 3_600_000;

/** Lets in whom Autotask would: the zone is told to everybody, all else to the API user in its zone. */
export function createDoor(account: FakeAccount, books: Books): (request: FakeRequest) => FakeAnswer {
  const askedAt: number[] = [];
  return (request) => {
    const { options } = books;
    if (/^\/atservicesrest\/v1\.0\/zoneinformation$/i.test(request.path)) return zoneOf(request, account, books);
    const [, zone, path] = /^\/([^/]+)\/ATServicesRest\/V1\.0(\/.*)$/.exec(request.path) ?? [];
    if (path === undefined) return noRoute();
    if (zone !== options.zone || !isAccount(request, account)) return { status: 401, body: UNAUTHORIZED };
    const now = options.clock();
    askedAt.push(now);
    const used = options.othersUsed + askedAt.filter((at) => at > now - HOUR).length;
    if (path === '/ThresholdInformation') return thresholdOf(used);
    if (used > REQUESTS_AN_HOUR) return failed('The database has exceeded its threshold of requests.', 429);
    if (options.forbids(request)) return failed(NOT_PERMITTED);
    return answerAt(path, books, request);
  };
}

const UNAUTHORIZED = { errors: ['Unauthorized access.'] };

function zoneOf({ query, headers }: FakeRequest, { userName }: FakeAccount, { options }: Books): FakeAnswer {
  if (query.get('user')?.toLowerCase() !== userName.toLowerCase())
    return failed('Unable to find the zone of the user.');
  const url = options.zoneUrl ?? `http://${headers.host}/${options.zone}/ATServicesRest/`;
  return { status: 200, body: { zoneName: 'Limited Release', url, webUrl: `${url}web/`, ci: 29_682 } };
}

function isAccount({ headers }: FakeRequest, { userName, secret, integrationCode }: FakeAccount): boolean {
  return (
    headers.username?.toString().toLowerCase() === userName.toLowerCase() &&
    headers.secret === secret &&
    headers.apiintegrationcode === integrationCode
  );
}

function thresholdOf(used: number): FakeAnswer {
  const body = {
    externalRequestThreshold: REQUESTS_AN_HOUR,
    requestThresholdTimeframe: 60,
    currentTimeframeRequestCount: used,
  };
  return { status: 200, body };
}
