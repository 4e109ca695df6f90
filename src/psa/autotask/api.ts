import { z } from 'zod';
import type { PsaAccount, PsaHttp, PsaResponse, Unreadable } from '../connector.js';
import { PsaFault, type PsaFaultKind } from '../fault.js';
import { oneLine, readAnswer, readCreation, readEach } from '../http/answers.js';
import { isTrusted } from '../http/site.js';
import { Field, Numbered } from './records.js';

export type Entity = 'Companies' | 'Contacts';
export type Condition = { op: 'eq' | 'gte'; field: string; value: string | number } | { op: 'or'; items: Condition[] };

/** There is no query without a condition. */
export const ALL: Condition[] = [{ op: 'gte', field: 'id', value: 0 }];

const PAGE_SIZE = 500; // with the fields that we ask for, far less than the megabyte that an answer may have
const VENDOR_DOMAINS = ['autotask.net'];
const Zone = z.object({ zoneName: z.string().nullish(), url: z.string() });
const Usage = z.object({ currentTimeframeRequestCount: z.int(), externalRequestThreshold: z.int().positive() });
const Page = z.object({ items: z.array(Numbered), pageDetails: z.object({ nextPageUrl: z.string().nullish() }) });
const Written = z.object({ itemId: z.int().positive() });
const Complaint = z.object({ errors: z.array(z.string()) });

const ABOUT_RIGHTS = /permission/i;
/** What may be said of a request that is carried out all the same, and tells nothing about what we sent. */
const PASSING =
  /timed?[ -]?out|deadlock|rolled back|cancell?ed|try again|temporar|unavailable|an error has|object reference|(?:unexpected|internal|server|specific) error/i;

/** Autotask's REST, in the zone in which the database of the account lies. */
export class AutotaskApi {
  readonly #http: PsaHttp;
  readonly #site: string;
  readonly #userName: string;
  readonly #headers: Record<string, string>;
  readonly #secrets: string[];
  #zone: string | undefined;

  constructor({ site, fields: { userName = '', integrationCode = '' }, secret }: PsaAccount, http: PsaHttp) {
    this.#http = http;
    this.#site = site;
    this.#userName = userName;
    const account = { ApiIntegrationCode: integrationCode, UserName: userName, Secret: secret };
    this.#headers = { ...account, 'content-type': 'application/json' }; // it wants that also of what has no body
    this.#secrets = [secret, integrationCode];
  }

  /** Where the database lies, which everybody may ask. Throws `unknown-account` when there is no such user. */
  async findZone(): Promise<{ name: string; url: string }> {
    const url = `${this.#site}/atservicesrest/v1.0/zoneInformation?user=${encodeURIComponent(this.#userName)}`;
    const response = await this.#http({ method: 'GET', url });
    if (response.status === 500) throw new PsaFault('unknown-account', { status: 500 });
    const { zoneName, url: told } = this.#read(Zone, response);
    if (!isTrusted(this.#site, told, VENDOR_DOMAINS)) throw new PsaFault('redirected');
    const { origin, pathname } = new URL(told);
    this.#zone = `${origin}${pathname.replace(/\/?$/, '/')}`;
    return { name: zoneName ?? '', url: this.#zone };
  }

  /** Requests within the hour, of everybody who asks this database. Throws `unauthorized` when the account is wrong. */
  async readUsage(): Promise<{ used: number; limit: number }> {
    const usage = this.#read(Usage, await this.#ask('V1.0/ThresholdInformation'));
    return { used: usage.currentTimeframeRequestCount, limit: usage.externalRequestThreshold };
  }

  async readFields(entity: Entity): Promise<Field[]> {
    const response = await this.#ask(`V1.0/${entity}/entityInformation/fields`);
    return this.#read(z.object({ fields: z.array(Field) }), response).fields;
  }

  async count(entity: Entity): Promise<number> {
    const response = await this.#ask(`V1.0/${entity}/query/count`, { filter: ALL });
    return this.#read(z.object({ queryCount: z.int() }), response).queryCount;
  }

  /** Undefined when there is no such record. A path that leads nowhere is a 404, and then its list is one as well. */
  async find<T>(schema: z.ZodType<T>, entity: Entity, id: number): Promise<T | 'unreadable' | undefined> {
    const response = await this.#ask(`V1.0/${entity}/${id}`);
    if (response.status === 404) {
      await this.count(entity);
      return undefined;
    }
    const { item } = this.#read(z.object({ item: Numbered.nullable() }), response);
    return item ? (schema.safeParse(item).data ?? 'unreadable') : undefined;
  }

  /** A list, page by page: where one ends, only Autotask can say where the next one is. */
  async *list<T>(
    schema: z.ZodType<T>,
    entity: Entity,
    query: { fields: string[]; filter: Condition[] },
    unreadable?: Unreadable,
  ): AsyncGenerator<T[]> {
    const asked = { MaxRecords: PAGE_SIZE, IncludeFields: query.fields, filter: query.filter };
    const known = new Set<number>();
    for (let path = `V1.0/${entity}/query`; ; ) {
      const { items, pageDetails } = this.#read(Page, await this.#ask(path, asked));
      const read = readEach(schema, items, unreadable);
      if (read.length > 0) yield read;
      if (!pageDetails.nextPageUrl) return;
      if (items.every(({ id }) => known.has(id))) throw new PsaFault('broken', { detail: 'a list that does not end' });
      for (const { id } of items) known.add(id);
      path = pathBelow(await this.#knownZone(), pageDetails.nextPageUrl);
    }
  }

  /** Creates a contact and answers its id. Sent once, whatever becomes of it; the fault says whether it may have been carried out. */
  async create(companyId: number, contact: object, sendBefore?: number): Promise<number> {
    return this.#write('POST', companyId, contact, sendBefore);
  }

  /** The same for changes of a contact. */
  async update(companyId: number, change: object): Promise<void> {
    await this.#write('PATCH', companyId, change);
  }

  /** Contacts are written nowhere but below their company. */
  async #write(method: 'POST' | 'PATCH', companyId: number, json: object, sendBefore?: number): Promise<number> {
    const url = `${await this.#knownZone()}V1.0/Companies/${companyId}/Contacts`;
    const response = await this.#http({ method, url, headers: this.#headers, json, sendBefore });
    if (response.status === 401) this.#zone = undefined; // the database may have moved
    return this.#read(Written, response, readCreation).itemId;
  }

  /** For what changes nothing, `query` included. Whom the zone does not let in may have moved to another one. */
  async #ask(path: string, query?: object): Promise<PsaResponse> {
    const askAt = (zone: string) => {
      const to = { url: `${zone}${path}`, headers: this.#headers };
      return this.#http(query ? { ...to, method: 'POST', json: query, reads: true } : { ...to, method: 'GET' });
    };
    const zone = await this.#knownZone();
    const response = await askAt(zone);
    if (response.status !== 401) return response;
    const { url: now } = await this.findZone();
    return now === zone ? response : askAt(now);
  }

  async #knownZone(): Promise<string> {
    return this.#zone ?? (await this.findZone()).url;
  }

  /** Much that Autotask has understood and does not do is a 500, too; then it says why. */
  #read<T>(schema: z.ZodType<T>, response: PsaResponse, read = readAnswer): T {
    const { status, body } = response;
    const said = oneLine((Complaint.safeParse(body).data?.errors ?? []).join(' '), this.#secrets);
    const kind = status === 500 ? kindOf(said) : undefined;
    if (kind) throw new PsaFault(kind, { status, detail: said });
    return read(schema, response, said);
  }
}

/** What of a URL stands below the zone, in whatever case it writes that. Throws `redirected` when it leads elsewhere. */
function pathBelow(zone: string, url: string): string {
  const there = URL.canParse(url) ? new URL(url).href : '';
  if (!there.toLowerCase().startsWith(zone.toLowerCase())) throw new PsaFault('redirected');
  return there.slice(zone.length);
}

function kindOf(said: string): PsaFaultKind | undefined {
  if (ABOUT_RIGHTS.test(said)) return 'forbidden';
  return said === '' || PASSING.test(said) ? undefined : 'refused';
}
