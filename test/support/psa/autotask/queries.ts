import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { Filter, filterTest } from './conditions.js';
import type { House } from './door.js';
import { wrong } from './errors.js';
import { type Entity, fieldsOf } from './fields.js';

const LARGEST_PAGE = 500;
const Query = z.strictObject({
  filter: Filter,
  MaxRecords: z.int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
  IncludeFields: z.array(z.string()).optional(),
});

/** `POST /{entity}/query`, and with `next` or `prev` behind it another page of the same: 200 with those that meet its filter. */
export function queried(entity: Entity, { books, pages }: House, request: FakeRequest): FakeAnswer {
  const all = fieldsOf(entity, books).map(({ name }) => name);
  const { MaxRecords, IncludeFields: names = all } = parsed(request);
  for (const name of names) if (!all.includes(name)) wrong(`Unable to find ${name} in the entity.`);
  const { items, pageDetails } = pages.pageOf(request, found(entity, books, request), MaxRecords);
  return { status: 200, body: { items: items.map((record) => picked(record, names)), pageDetails } };
}

/** `POST /{entity}/query/count` */
export function counted(entity: Entity, { books }: House, request: FakeRequest): FakeAnswer {
  return { status: 200, body: { queryCount: found(entity, books, request).length } };
}

/** In the order of their ids. */
function found(entity: Entity, books: Books, request: FakeRequest): { id: number }[] {
  const records: { id: number }[] = [...(entity === 'Companies' ? books.companies : books.contacts).values()];
  const meets = filterTest(parsed(request).filter, fieldsOf(entity, books));
  return records
    .filter((record) => books.isShown(record, request.hideNewMs) && meets(record))
    .toSorted((a, b) => a.id - b.id);
}

function parsed({ body }: FakeRequest): z.output<typeof Query> {
  const query = Query.safeParse(body);
  return query.success ? query.data : wrong(`The query is not valid: ${query.error.issues[0]?.path.join('.')}`);
}

function picked(record: object, names: string[]): object {
  return Object.fromEntries(names.map((name) => [name, Reflect.get(record, name)]));
}
