import { z } from 'zod';
import type { PsaAccount, PsaHttp, PsaResponse, Unreadable } from '../connector.js';
import { PsaFault } from '../fault.js';
import { oneLine, readAnswer, readCreation, readEach } from '../http/answers.js';
import { Numbered } from './records.js';

export type Query = Record<string, string>;

const PAGE_SIZE = 250; // with the fields that we ask for, about half of the megabyte that an answer may have
const SMALLEST_PAGE = 10;
const VERSION = 'application/vnd.connectwise.com+json; version=2021.1';
const CompanyInfo = z.object({
  CompanyName: z.string().nullish(),
  VersionCode: z.string().nullish(),
  /** It becomes a part of URLs. */
  Codebase: z.string().regex(/^\w[\w.-]*\/$/),
});
export type CompanyInfo = z.output<typeof CompanyInfo>;
const Complaint = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
  errors: z.array(z.object({ message: z.string().nullish() })).nullish(),
});

type Sent = { method: 'POST' | 'PATCH'; json: unknown; sendBefore?: number | undefined };

/** ConnectWise's REST, below the paths that its codebase decides about. */
export class ConnectWiseApi {
  readonly #http: PsaHttp;
  readonly #site: string;
  readonly #companyId: string;
  readonly #headers: Record<string, string>;
  readonly #secrets: string[];
  #codebase: string | undefined;

  constructor({ site, fields: { companyId = '', publicKey = '', clientId = '' }, secret }: PsaAccount, http: PsaHttp) {
    const credentials = Buffer.from(`${companyId}+${publicKey}:${secret}`).toString('base64');
    this.#http = http;
    this.#site = site;
    this.#companyId = companyId;
    this.#headers = { authorization: `Basic ${credentials}`, clientid: clientId, accept: VERSION };
    this.#secrets = [secret, credentials];
  }

  /** What the site says about the account to everybody. Throws `unknown-account` when it knows none. */
  async readInfo(): Promise<CompanyInfo> {
    const url = `${this.#site}/login/companyinfo/${encodeURIComponent(this.#companyId)}`;
    const response = await this.#http({ method: 'GET', url });
    const info = response.status === 404 ? null : this.#read(CompanyInfo.nullable(), response);
    if (!info) throw new PsaFault('unknown-account', { status: response.status });
    this.#codebase = info.Codebase;
    return info;
  }

  /** Throws `unauthorized` when the keys are wrong. Whoever is told that he may not see this has been let in. */
  async signIn(): Promise<void> {
    const response = await this.#get('/company/contacts/count');
    if (response.status !== 403) this.#read(z.unknown(), response);
  }

  async count(path: string): Promise<number> {
    const { count } = this.#read(z.object({ count: z.int() }), await this.#get(`${path}/count`));
    return count;
  }

  /** Undefined when there is no such record. */
  async find<T>(schema: z.ZodType<T>, path: string, query: Query): Promise<T | 'unreadable' | undefined> {
    const response = await this.#get(path, query);
    if (isMissing(response, 'NotFound')) return undefined;
    return schema.safeParse(this.#read(Numbered, response)).data ?? 'unreadable';
  }

  /**
   * A list, page by page. Each begins behind the last id of the one before, so that a record that is removed meanwhile
   * moves no other out of sight. Of the Link header only that there is more is believed, not where. Pages that are too large
   * become smaller.
   */
  async *list<T>(schema: z.ZodType<T>, path: string, query: Query, unreadable?: Unreadable): AsyncGenerator<T[]> {
    for (let last = 0, size = PAGE_SIZE; ; ) {
      const conditions = [query.conditions, `id > ${last}`].filter(Boolean).join(' and ');
      const page = { ...query, conditions, orderBy: 'id asc', pageSize: String(size) };
      const response = await this.#get(path, page).catch((error) => {
        if (size > SMALLEST_PAGE && error instanceof PsaFault && error.kind === 'too-large') return undefined;
        throw error;
      });
      if (!response) {
        size = Math.ceil(size / 2);
        continue;
      }
      const records = this.#read(z.array(Numbered), response);
      const read = readEach(schema, records, unreadable);
      if (read.length > 0) yield read;
      const { id = 0 } = records.at(-1) ?? {};
      if (!/;\s*rel="?next\b/i.test(response.headers.get('link') ?? '')) return;
      if (id <= last) throw new PsaFault('broken', { detail: 'a list that does not end' });
      last = id;
    }
  }

  async listAll<T>(schema: z.ZodType<T>, path: string, query: Query): Promise<T[]> {
    const all: T[] = [];
    for await (const records of this.list(schema, path, query)) all.push(...records);
    return all;
  }

  /** Sent once, whatever becomes of it; the fault says whether it may have been carried out. */
  async create<T>(schema: z.ZodType<T>, path: string, json: unknown, sendBefore?: number): Promise<T> {
    return this.#write(schema, { method: 'POST', json, sendBefore }, path);
  }

  /** The same for changes of a record, as JSON patch. */
  async update<T>(schema: z.ZodType<T>, path: string, changes: object[]): Promise<T> {
    return this.#write(schema, { method: 'PATCH', json: changes }, path);
  }

  async #write<T>(schema: z.ZodType<T>, sent: Sent, path: string): Promise<T> {
    const url = this.#url(await this.#knownCodebase(), path);
    const response = await this.#http({ ...sent, url, headers: this.#headers });
    return readCreation(schema, response, this.#said(response));
  }

  /** A path that is missing may have moved with the codebase; if it has not, the cloud does not know our keys. */
  async #get(path: string, query: Query = {}): Promise<PsaResponse> {
    const codebase = await this.#knownCodebase();
    const ask = (at: string) => this.#http({ method: 'GET', url: this.#url(at, path, query), headers: this.#headers });
    const response = await ask(codebase);
    if (response.status !== 404 || isMissing(response, 'NotFound')) return response;
    const { Codebase: now } = await this.readInfo();
    if (now !== codebase) return ask(now);
    if (isMissing(response, 'ConnectWiseApi')) throw new PsaFault('unauthorized', { status: 404 });
    return response;
  }

  async #knownCodebase(): Promise<string> {
    return this.#codebase ?? (await this.readInfo()).Codebase;
  }

  #url(codebase: string, path: string, query: Query = {}): string {
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
    return `${this.#site}/${codebase}apis/3.0${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
  }

  #read<T>(schema: z.ZodType<T>, response: PsaResponse): T {
    return readAnswer(schema, response, this.#said(response));
  }

  #said({ body }: PsaResponse): string {
    const { message, errors } = Complaint.safeParse(body).data ?? {};
    const all = [message, ...(errors ?? []).map((error) => error.message)];
    return oneLine(all.filter(Boolean).join(' '), this.#secrets);
  }
}

/** A text as conditions take it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('[', '[[]')}"`;
}

/** Also of what encodeURIComponent leaves and ConnectWise wants encoded. */
function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll("'", '%27').replaceAll('*', '%2A');
}

function isMissing({ status, body }: PsaResponse, code: 'NotFound' | 'ConnectWiseApi'): boolean {
  return status === 404 && Complaint.safeParse(body).data?.code === code;
}
