import { z } from 'zod';
import type { Clock } from '../../clock.js';
import type { PsaAccount, PsaHttp, PsaRequest, PsaResponse, Unreadable } from '../connector.js';
import { PsaFault } from '../fault.js';
import { readAnswer, readCreation, readEach } from '../http/answers.js';
import { Numbered } from './records.js';
import { said } from './said.js';
import { HaloToken, type SignIn } from './token.js';

export type Query = Record<string, string>;
/** A kind of records, by its path. */
export type Entity = keyof typeof PAGES;

const PAGE_SIZES = [100, 50, 25, 5];
/** Lists show active ones only, unless told otherwise, and no more than the first of them. */
const ALL = { includeactive: 'true', includeinactive: 'true', pageinate: 'true', order: 'id' };

const Rows = z.array(Numbered);
const Count = z.object({ record_count: z.int() });
const PAGES = {
  Users: Count.partial()
    .extend({ users: Rows })
    .transform(({ users, ...page }) => ({ ...page, rows: users })),
  Client: Count.partial()
    .extend({ clients: Rows })
    .transform(({ clients, ...page }) => ({ ...page, rows: clients })),
  Site: Count.partial()
    .extend({ sites: Rows })
    .transform(({ sites, ...page }) => ({ ...page, rows: sites })),
};

/** With the words in it, as they may be told. */
type Answer = PsaResponse & { said: string };

/** HaloPSA's REST, signed in. */
export class HaloApi {
  readonly #http: PsaHttp;
  readonly #account: PsaAccount;
  readonly #token: HaloToken;

  constructor(account: PsaAccount, way: { http: PsaHttp; clock: Clock }) {
    this.#http = way.http;
    this.#account = account;
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
    const answer = await this.#get(entity, { ...ALL, page_size: '1', page_no: '1' });
    return readAnswer(Count, answer, answer.said).record_count;
  }

  /** Undefined when there is no such record. A path that leads nowhere says 404, too, and then its list does as well. */
  async find<T>(schema: z.ZodType<T>, entity: Entity, id: number): Promise<T | 'unreadable' | undefined> {
    const answer = await this.#get(`${entity}/${id}`, { includedetails: 'true' });
    if (answer.status === 404) {
      await this.count(entity);
      return undefined;
    }
    return schema.safeParse(readAnswer(Numbered, answer, answer.said)).data ?? 'unreadable';
  }

  /**
   * A list, page by page. When a page is too large it begins anew with smaller ones, because it may have shown fewer on
   * each than it was asked for; whom it has told of already is not told again.
   */
  async *list<T>(schema: z.ZodType<T>, entity: Entity, query: Query, unreadable?: Unreadable): AsyncGenerator<T[]> {
    const told = new Set<number>();
    for (const size of PAGE_SIZES) {
      try {
        for await (const rows of this.#pages(entity, query, size)) {
          const news = rows.filter(({ id }) => !told.has(id));
          for (const { id } of news) told.add(id);
          const read = readEach(schema, news, unreadable);
          if (read.length > 0) yield read;
        }
        return;
      } catch (error) {
        const goesSmaller = size !== PAGE_SIZES.at(-1) && error instanceof PsaFault && error.kind === 'too-large';
        if (!goesSmaller) throw error;
      }
    }
  }

  /** Creates a user or, with an id, changes one. Sent once, whatever becomes of it; the fault says whether it may have been carried out. */
  async postUser<T>(schema: z.ZodType<T>, user: object, sendBefore?: number): Promise<T> {
    const token = await this.#token.get();
    const answer = await this.#ask({ method: 'POST', url: this.#url('Users'), json: [user], sendBefore }, token);
    if (answer.status === 401) this.#token.drop(token);
    return readCreation(z.unknown().transform(firstUser).pipe(schema), answer, answer.said);
  }

  /**
   * Until it has shown as many as it says there are, or a page shows none. Pages are counted, so somebody who is removed
   * meanwhile moves another one out of sight: a full sync asks for those by their ids.
   */
  async *#pages(entity: Entity, query: Query, size: number): AsyncGenerator<z.output<typeof Rows>> {
    const seen = new Set<number>();
    for (let number = 1; ; number += 1) {
      const answer = await this.#get(entity, { ...ALL, ...query, page_size: String(size), page_no: String(number) });
      const { rows, record_count } = readAnswer<z.output<(typeof PAGES)[Entity]>>(PAGES[entity], answer, answer.said);
      const before = seen.size;
      for (const { id } of rows) seen.add(id);
      yield rows;
      if (seen.size === 0 && record_count)
        throw new PsaFault('broken', { detail: 'a list that shows none of what it has' });
      if (rows.length === 0 || (record_count !== undefined && seen.size >= record_count)) return;
      if (seen.size === before) throw new PsaFault('broken', { detail: 'a list that does not end' });
    }
  }

  /** A token may be taken back before its time. */
  async #get(path: string, query: Query): Promise<Answer> {
    const request: PsaRequest = { method: 'GET', url: `${this.#url(path)}?${new URLSearchParams(query)}` };
    const token = await this.#token.get();
    const answer = await this.#ask(request, token);
    if (answer.status !== 401) return answer;
    this.#token.drop(token);
    return this.#ask(request, await this.#token.get());
  }

  async #ask(request: PsaRequest, token: string): Promise<Answer> {
    const response = await this.#http({ ...request, headers: { authorization: `Bearer ${token}` } });
    return { ...response, said: said(response.body, [this.#account.secret, token]) };
  }

  #url(path: string): string {
    return `${this.#account.site}/api/${path}`;
  }
}

/** A user comes back as it is, in an array, or in a list under its name. */
function firstUser(body: unknown): unknown {
  const list = Array.isArray(body) ? body : (body as { users?: unknown[] } | undefined)?.users;
  return Array.isArray(list) ? list[0] : body;
}
