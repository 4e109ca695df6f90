import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { failed, noRoute } from './errors.js';
import type { ConnectWiseOptions, FakeAccount } from './options.js';
import { answerAt } from './routes.js';

/** This codebase is always there, whatever the instance's own is called. */
const FIXED_CODEBASE = 'v4_6_release/';

/** Lets in whom ConnectWise would, in the order in which it looks: the path, the credentials, the role. */
export function answerTo(request: FakeRequest, account: FakeAccount, books: Books): FakeAnswer {
  const { options } = books;
  const asked = /^\/login\/companyinfo\/([^/]+)$/.exec(request.path)?.[1];
  if (asked !== undefined && request.method === 'GET') return companyInfo(asked, account, options);
  const [, codebase, path] = /^\/([^/]+\/)apis\/3\.0(\/.*)$/.exec(request.path) ?? [];
  if (path === undefined || (codebase !== options.codebase && codebase !== FIXED_CODEBASE)) return noRoute();
  if (!isAccount(request, account)) return wrongCredentials(options);
  if (options.forbids(request)) return failed(403, 'Forbidden', 'The security role does not allow this.');
  return answerAt(path, books, request);
}

function companyInfo(asked: string, { companyId }: FakeAccount, options: ConnectWiseOptions): FakeAnswer {
  if (asked.toLowerCase() !== encodeURIComponent(companyId).toLowerCase()) {
    return options.unknownCompany === 'null' ? { status: 200, body: null } : noRoute();
  }
  const body = {
    CompanyName: 'Northwind IT',
    Codebase: options.codebase,
    VersionCode: options.codebase.replace('_', '.').replace('/', ''),
    VersionNumber: 'v4.6.104532',
    CompanyID: companyId,
    IsCloud: 'True',
  };
  return { status: 200, body };
}

function isAccount({ headers }: FakeRequest, { companyId, publicKey, privateKey, clientId }: FakeAccount): boolean {
  const credentials = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
  return headers.authorization === `Basic ${credentials}` && headers.clientid === clientId;
}

function wrongCredentials(options: ConnectWiseOptions): FakeAnswer {
  switch (options.wrongCredentials) {
    case 'unauthorized':
      return failed(401, 'Unauthorized', 'Please provide valid credentials.');
    case 'not-authenticated':
      return failed(401, 'ConnectWiseApi', 'UserNotAuthenticated');
    case 'not-found':
      return noRoute();
  }
}
