import { z } from 'zod';
import type { Clock } from '../../clock.js';
import type { PsaAccount, PsaHttp, PsaResponse } from '../connector.js';
import { PsaFault, type PsaFaultKind } from '../fault.js';
import { readAnswer } from '../http/answers.js';
import { isTrusted } from '../http/site.js';
import { said } from './said.js';

/** A custom domain of a customer's may sign in at Halo's own. */
const VENDOR_DOMAINS = ['halopsa.com', 'haloitsm.com', 'haloservicedesk.com'];
/** So long before its end a token is not used any more, but for the first half of its time it is. */
const EARLY_MS = 60_000;

const AuthInfo = z.object({ auth_url: z.string().nullish(), tenant_id: z.string().nullish() });
/** Of what a header may have. */
const Token = z.object({ access_token: z.string().regex(/^[!-~]+$/), expires_in: z.number().positive() });
const Complaint = z.object({ error: z.string() });

/** Where an account signs in. */
export interface SignIn {
  url: string;
  tenant: string | undefined;
}

/** The token with which everything else is asked: fetched once for all who wait for it, and kept while it is good. */
export class HaloToken {
  readonly #account: PsaAccount;
  readonly #http: PsaHttp;
  readonly #clock: Clock;
  #kept: { token: string; until: number } | undefined;
  #coming: Promise<string> | undefined;

  constructor(account: PsaAccount, { http, clock }: { http: PsaHttp; clock: Clock }) {
    this.#account = account;
    this.#http = http;
    this.#clock = clock;
  }

  /** Throws `unauthorized` when id or secret is wrong, and `unknown-account` for another tenant. */
  async get(): Promise<string> {
    if (this.#kept && this.#clock() < this.#kept.until) return this.#kept.token;
    this.#coming ??= this.#fetch().finally(() => {
      this.#coming = undefined;
    });
    return this.#coming;
  }

  /** It is not good any more, whatever was said of its time. */
  drop(token: string): void {
    if (this.#kept?.token === token) this.#kept = undefined;
  }

  /** Where it is fetched, which everybody may ask. A server that does not say it has it at `/auth`. */
  async readSignIn(): Promise<SignIn> {
    const { site, fields } = this.#account;
    const response = await this.#http({ method: 'GET', url: `${site}/api/authinfo` });
    if (response.status >= 500) readAnswer(z.unknown(), response);
    const { auth_url, tenant_id } = AuthInfo.safeParse(response.body).data ?? {};
    const told = auth_url || `${site}/auth`;
    if (!isTrusted(site, told, VENDOR_DOMAINS)) throw new PsaFault('redirected');
    const { origin, pathname } = new URL(told);
    return { url: `${origin}${pathname.replace(/\/$/, '')}/token`, tenant: fields.tenant || tenant_id || undefined };
  }

  async #fetch(): Promise<string> {
    const { url, tenant } = await this.readSignIn();
    const { fields, secret } = this.#account;
    const form = {
      grant_type: 'client_credentials',
      client_id: fields.clientId ?? '',
      client_secret: secret,
      scope: 'all',
    };
    const to = tenant === undefined ? url : `${url}?tenant=${encodeURIComponent(tenant)}`;
    const response = await this.#http({ method: 'POST', url: to, form, reads: true });
    const words = said(response.body, [secret]);
    if (response.status === 400) throw new PsaFault(whyRefused(response), { status: 400, detail: words });
    const { access_token: token, expires_in } = readAnswer(Token, response, words);
    const goodFor = Math.max(expires_in * 1_000 - EARLY_MS, expires_in * 500);
    this.#kept = { token, until: this.#clock() + goodFor };
    return token;
  }
}

/** Wrong credentials are a 400, as a wrong tenant is. */
function whyRefused({ body }: PsaResponse): PsaFaultKind {
  switch (Complaint.safeParse(body).data?.error) {
    case 'invalid_client':
    case 'unauthorized_client':
      return 'unauthorized';
    case 'invalid_scope':
      return 'forbidden';
    default:
      return 'unknown-account';
  }
}
