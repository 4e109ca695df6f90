import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import { bad } from './errors.js';

const LARGEST_PAGE = 500;
const OPS: Record<string, (there: unknown, value: unknown) => boolean> = {
  eq: (there, value) => folded(there) === folded(value),
  gt: (there, value) => order(there, value) > 0,
  gte: (there, value) => order(there, value) >= 0,
  lt: (there, value) => order(there, value) < 0,
  contains: (there, value) => String(folded(there) ?? '').includes(String(folded(value))),
  exist: (there) => there !== null && there !== '',
};

interface Filter {
  op: string;
  field?: string | undefined;
  value?: unknown;
  items?: Filter[] | undefined;
}

const Filter: z.ZodType<Filter> = z.lazy(() =>
  z.strictObject({
    op: z.string(),
    field: z.string().optional(),
    value: z.unknown().optional(),
    items: z.array(Filter).optional(),
  }),
);
const Query = z.strictObject({
  MaxRecords: z.int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
  IncludeFields: z.array(z.string()).optional(),
  filter: z.array(Filter).min(1),
});

type Records = readonly { id: number }[];

/** `POST …/query`, and `POST …/query/next?paging=` with the same body, which a nextPageUrl leads to. */
export function queried(request: FakeRequest, records: Records, fields: readonly string[], origin: string): FakeAnswer {
  const { MaxRecords: size, IncludeFields: wanted = fields, filter } = readQuery(request);
  for (const field of wanted) known(field, fields);
  const found = records.filter((record) => filter.every((one) => meets(record, one, fields)));
  const after = request.path.endsWith('/next') ? cursorOf(request) : Number.NEGATIVE_INFINITY;
  const rest = found.filter(({ id }) => id > after).toSorted((a, b) => a.id - b.id);
  const page = rest.slice(0, size);
  const path = request.path.replace(/\/next$/, '');
  const next = `${origin}${path}/next?paging=${encodeURIComponent(JSON.stringify({ after: page.at(-1)?.id }))}`;
  const nextPageUrl = rest.length > size ? next : null;
  const pageDetails = { count: page.length, requestCount: size, prevPageUrl: null, nextPageUrl };
  return { status: 200, body: { items: page.map((record) => picked(record, wanted)), pageDetails } };
}

export function counted(request: FakeRequest, records: Records, fields: readonly string[]): FakeAnswer {
  const { filter } = readQuery(request);
  const queryCount = records.filter((record) => filter.every((one) => meets(record, one, fields))).length;
  return { status: 200, body: { queryCount } };
}

function readQuery({ body }: FakeRequest): z.output<typeof Query> {
  const parsed = Query.safeParse(body);
  return parsed.success ? parsed.data : bad(`Unable to parse the query: ${parsed.error.issues[0]?.message}`);
}

function cursorOf({ query }: FakeRequest): number {
  const { after } = JSON.parse(query.get('paging') ?? '{}') as { after?: number };
  return after ?? bad('Invalid paging');
}

function meets(record: object, { op, field, value, items }: Filter, fields: readonly string[]): boolean {
  if (op === 'or' || op === 'and') {
    const all = (items ?? bad('items are missing')).map((item) => meets(record, item, fields));
    return op === 'or' ? all.some(Boolean) : all.every(Boolean);
  }
  const test = OPS[op] ?? bad(`Invalid operator: ${op}`);
  return test(Reflect.get(record, known(field ?? '', fields)), value);
}

function known(field: string, fields: readonly string[]): string {
  return fields.includes(field) ? field : bad(`Unable to find ${field} in the entity.`);
}

function picked(record: object, wanted: readonly string[]): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => wanted.includes(name)));
}

function folded(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function order(there: unknown, value: unknown): number {
  const [one, other] = typeof there === 'string' ? [Date.parse(there), Date.parse(String(value))] : [there, value];
  return Number(one) - Number(other);
}
