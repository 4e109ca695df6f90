import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { Filter, filterTest } from './conditions.js';
import { wrong } from './errors.js';
import { type FieldInformation, fieldsOf } from './fields.js';

export type Entity = 'Companies' | 'Contacts';

const LARGEST_PAGE = 500;
const Query = z.strictObject({
  filter: Filter,
  MaxRecords: z.int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
  IncludeFields: z.array(z.string()).optional(),
});
type Query = z.output<typeof Query>;
/** As it stands in the address of another page. */
const Paging = z.object({ pageSize: z.int(), previousIds: z.array(z.int()), nextIds: z.array(z.int()) });

/** The pages that were told to somebody: nobody finds another one by himself. */
export type Told = Set<string>;

/** `POST /{entity}/query`, or with `next` or `prev` behind it another page of the same: 200 with those that meet its filter. */
export function queried(
  entity: Entity,
  books: Books,
  request: FakeRequest,
  told: Told,
  to?: 'next' | 'prev',
): FakeAnswer {
  const fields = fieldsOf(entity, books);
  const query = parsed(request.body, fields);
  const found = meeting(entity, books, request, query, fields);
  if (to && !told.has(pageKey(request, request.query.get('paging')))) wrong('The page is not one of this query.');
  const { pageSize, previousIds: [first = 0] = [], nextIds: [last = 0] = [] } = to ? place(request) : {};
  const size = pageSize ?? query.MaxRecords;
  const page =
    to === 'prev'
      ? found.filter(({ id }) => id < first).slice(-size)
      : found.filter(({ id }) => !to || id > last).slice(0, size);
  const tell = (way: 'next' | 'prev') => pageUrl(entity, books, request, told, way, page, size);
  const pageDetails = {
    count: page.length,
    requestCount: size,
    prevPageUrl: to ? tell('prev') : null,
    nextPageUrl: page.length === size ? tell('next') : null, // also when nothing follows
  };
  return { status: 200, body: { items: page.map((record) => picked(record, query, fields)), pageDetails } };
}

/** `POST /{entity}/query/count` */
export function counted(entity: Entity, books: Books, request: FakeRequest): FakeAnswer {
  const fields = fieldsOf(entity, books);
  const found = meeting(entity, books, request, parsed(request.body, fields), fields);
  return { status: 200, body: { queryCount: found.length } };
}

function parsed(body: unknown, fields: FieldInformation[]): Query {
  const query = Query.safeParse(body);
  if (!query.success) return wrong(`The query is not valid: ${query.error.issues[0]?.path.join('.')}`);
  for (const name of query.data.IncludeFields ?? []) {
    if (!fields.some((field) => field.name === name)) wrong(`Unable to find ${name} in the entity.`);
  }
  return query.data;
}

/** In the order of their ids. */
function meeting(
  entity: Entity,
  books: Books,
  { hideNewMs }: FakeRequest,
  { filter }: Query,
  fields: FieldInformation[],
) {
  const records: { id: number }[] = [...(entity === 'Companies' ? books.companies : books.contacts).values()];
  const meets = filterTest(filter, fields);
  return records.filter((record) => books.isShown(record, hideNewMs) && meets(record)).toSorted((a, b) => a.id - b.id);
}

function picked(record: object, { IncludeFields }: Query, fields: FieldInformation[]): object {
  const names = IncludeFields ?? fields.map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, Reflect.get(record, name)]));
}

function pageUrl(
  entity: Entity,
  { options: { zone, nextPagesAt } }: Books,
  request: FakeRequest,
  told: Told,
  way: 'next' | 'prev',
  page: { id: number }[],
  pageSize: number,
): string {
  const ids = { previousIds: [page[0]?.id ?? -1], nextIds: [page.at(-1)?.id ?? -1] };
  const paging = JSON.stringify({ pageSize, ...ids });
  told.add(pageKey(request, paging));
  const base = nextPagesAt ?? `http://${request.headers.host}/${zone}/ATServicesRest/`;
  return `${base}V1.0/${entity}/query/${way}?paging=${encodeURIComponent(paging)}`;
}

function place({ query }: FakeRequest) {
  return Paging.parse(JSON.parse(query.get('paging') ?? ''));
}

/** A page belongs to a query: the same body has to come with it. */
function pageKey({ path, body }: FakeRequest, paging: string | null): string {
  const entity = /\/(\w+)\/query/.exec(path)?.[1];
  return JSON.stringify([entity, body, paging]);
}
