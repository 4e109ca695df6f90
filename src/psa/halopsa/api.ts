import { z } from 'zod';
import type { Clock } from '../../clock.js';
import type { PsaAccount, PsaHttp, PsaRequest, PsaResponse, Unreadable } from '../connector.js';
import { PsaFault } from '../fault.js';
import { oneLine, readAnswer, readCreation, readEach } from '../http/answers.js';
import { HaloToken, type SignIn } from './token.js';

export type Query = Record<string, string>;
/** A kind of records: its path, and what a list of them is called. */
export type Entity = 'Users' | 'Client' | 'Site';

const LIST_NAMES: Record<Entity, string> = { Users: 'users', Client: 'clients', Site: 'sites' };
const PAGE_SIZE = 100; // the most that it gives
const SMALLEST_PAGE = 10;
const Numbered = z.looseObject({ id: z.int() });
/** What ASP.NET says of what it cannot take, and Halo of anything else. */
const Complaint = z.object({
  message: z.string().nullish(),
  title: z.string().nullish(),
  errors: z.record(z.string(), z.array(z.string())).nullish(),
});

/** HaloPSA's REST, signed in. */
export class HaloApi {
  readonly #http: PsaHttp;
  readonly #site: string;
  readonly #secret: string;
  readonly #token: HaloToken;

  constructor(account: PsaAccount, way: { http: PsaHttp; clock: Clock }) {
    this.#http = way.http;
    this.#site = account.site;
    this.#secret = account.secret;
    this.#token = new HaloToken(account, way);
  }

  /** Where the account signs in, which everybody may ask. */
  async readSignIn(): Promise<SignIn> {
    return this.#token.readSignIn();
  }

  async signIn(): Promise<void> {
    await this.#token.get();
  }

  async count(entity: Entity): Promise<number> {
    const asked = { ...EVERYBODY, pageinate: 'true', page_size: '1', page_no: '1' };
    return this.#read(z.object({ record_count: z.int() }), await this.#get(entity, asked)).record_count;
  }

  /** Undefined when there is no such record. */
  async find<T>(schema: z.ZodType<T>, entity: Entity, id: number): Promise<T | 'unreadable' | undefined> {
    const response = await this.#get(`${entity}/${id}`, { includedetails: 'true' });
    if (response.status === 404 && response.body !== undefined) return undefined;
    return schema.safeParse(this.#read(Numbered, response)).data ?? 'unreadable';
  }

  /**
   * A list, page by page. Pages are counted, so whoever is removed meanwhile moves another one out of sight: a sync asks for
   * those by their ids. Pages that are too large become smaller.
   */
  async *list<T>(schema: z.ZodType<T>, entity: Entity, query: Query, unreadable?: Unreadable): AsyncGenerator<T[]> {
    for (let page = 1, size = PAGE_SIZE, seen = 0; ; ) {
      const asked = {
        ...EVERYBODY,
        ...query,
        order: 'id',
        pageinate: 'true',
        page_size: `${size}`,
        page_no: `${page}`,
      };
      const response = await this.#get(entity, asked).catch((error) => {
        if (size > SMALLEST_PAGE && error instanceof PsaFault && error.kind === 'too-large') return undefined;
        throw error;
      });
      if (!response) {
        size = Math.ceil(size / 2);
        page = Math.floor(seen / size) + 1; // what was read twice is written twice, and nothing is left out
        continue;
      }
      const { count, records } = this.#readList(entity, response);
      const read = readEach(schema, records, unreadable);
      if (read.length > 0) yield read;
      seen = (page - 1) * size + records.length;
      if (seen >= count) return;
      if (records.length < size) throw new PsaFault('broken', { detail: 'a list that does not end' });
      page += 1;
    }
  }

  /** Creates a user or, with an id, changes one. Sent once, whatever becomes of it; the fault says whether it may have been carried out. */
  async postUser<T>(schema: z.ZodType<T>, user: object): Promise<T> {
    const token = await this.#token.get();
    const url = `${this.#site}/api/Users`;
    const response = await this.#http({ method: 'POST', url, headers: bearer(token), json: [user] });
    if (response.status === 401) this.#token.drop(token);
    return readCreation(z.unknown().transform(firstUser).pipe(schema), response, this.#said(response, token));
  }

  /** A token may be taken back before its time. */
  async #get(path: string, query: Query): Promise<PsaResponse> {
    const url = `${this.#site}/api/${path}?${new URLSearchParams(query)}`;
    const ask = (token: string): PsaRequest => ({ method: 'GET', url, headers: bearer(token) });
    const token = await this.#token.get();
    const response = await this.#http(ask(token));
    if (response.status !== 401) return response;
    this.#token.drop(token);
    return this.#http(ask(await this.#token.get()));
  }

  #readList(entity: Entity, response: PsaResponse) {
    const { record_count: count } = this.#read(z.object({ record_count: z.int() }), response);
    const lists = this.#read(z.record(z.string(), z.unknown()), response);
    return { count, records: readAnswer(z.array(Numbered), { ...response, body: lists[LIST_NAMES[entity]] }) };
  }

  #read<T>(schema: z.ZodType<T>, response: PsaResponse): T {
    return readAnswer(schema, response, this.#said(response));
  }

  #said({ body }: PsaResponse, token = ''): string {
    const { message, title, errors } = Complaint.safeParse(body).data ?? {};
    const all = [...Object.values(errors ?? {}).flat(), message, errors ? undefined : title];
    return oneLine(all.filter(Boolean).join(' '), [this.#secret, token]);
  }
}

/** Lists show active ones only, unless told otherwise. */
const EVERYBODY = { includeactive: 'true', includeinactive: 'true' };

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** A user comes back as it is, in an array, or in a list under its name. */
function firstUser(body: unknown): unknown {
  const list = Array.isArray(body) ? body : (body as { users?: unknown[] } | undefined)?.users;
  return Array.isArray(list) ? list[0] : body;
}
