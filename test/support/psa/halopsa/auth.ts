import { randomBytes } from 'node:crypto';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { invalidClient, invalidRequest, NOT_FOUND } from './errors.js';
import type { FakeAccount } from './options.js';

/** Tells where to sign in, hands out tokens, and knows them again. */
export class Auth {
  /** All that it has handed out. */
  readonly tokens: string[] = [];
  readonly #account: FakeAccount;
  readonly #books: Books;
  readonly #goodUntil = new Map<string, number>();

  constructor(account: FakeAccount, books: Books) {
    this.#account = account;
    this.#books = books;
  }

  info({ headers }: FakeRequest): FakeAnswer {
    const { hasAuthInfo, authUrl, tenant, saysTenant } = this.#books.options;
    if (!hasAuthInfo) return NOT_FOUND;
    if (authUrl === undefined) return { status: 200 };
    const auth_url = authUrl.startsWith('/') ? `http://${headers.host}${authUrl}` : authUrl;
    return { status: 200, body: { auth_url, ...(saysTenant && tenant && { tenant_id: tenant }) } };
  }

  token({ query, headers, body }: FakeRequest): FakeAnswer {
    const { options } = this.#books;
    if (!/^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '') || typeof body !== 'string')
      return invalidRequest('A form was expected.');
    const form = new URLSearchParams(body);
    if (options.tenant && query.get('tenant') !== options.tenant) return invalidRequest('The tenant is not known.');
    if (form.get('grant_type') !== 'client_credentials' || form.get('scope') !== 'all')
      return invalidRequest('The grant or the scope is not known.');
    const { clientId, clientSecret } = this.#account;
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) return invalidClient();
    const access_token = randomBytes(24).toString('base64url');
    this.tokens.push(access_token);
    this.#goodUntil.set(access_token, options.clock() + options.tokenSeconds * 1_000);
    return {
      status: 200,
      body: { access_token, token_type: 'Bearer', expires_in: options.tokenSeconds, scope: 'all' },
    };
  }

  knows({ headers }: FakeRequest): boolean {
    const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
    return (this.#goodUntil.get(token) ?? 0) > this.#books.options.clock();
  }

  /** Every token is worth nothing from now on. */
  revoke(): void {
    this.#goodUntil.clear();
  }
}
