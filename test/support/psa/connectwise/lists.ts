import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import { bad } from './condition-tokens.js';
import { asksForChildren, childConditionsTest, conditionsTest, type Shape, valueAt } from './conditions.js';
import type { ConnectWiseOptions } from './options.js';
import { pageOf } from './paging.js';

export type ListOptions = Pick<ConnectWiseOptions, 'childInConditions' | 'linkOrigin'>;

/** A page of the records that a request asks for, with what leads to the others. */
export function listed(request: FakeRequest, records: object[], shape: Shape, options: ListOptions): FakeAnswer {
  const found = ordered(searched(request, records, shape, options), request.query.get('orderBy') ?? 'id asc', shape);
  const { page, headers } = pageOf(request, found, options.linkOrigin);
  const fields = request.query.get('fields');
  return { status: 200, headers, body: fields ? page.map((record) => picked(record, fields.split(','), shape)) : page };
}

/** The records that meet `conditions`, and of which one child meets `childConditions`. */
export function searched({ query }: FakeRequest, records: object[], shape: Shape, options: ListOptions): object[] {
  const [conditions, childConditions] = [query.get('conditions'), query.get('childConditions')];
  if (conditions && options.childInConditions === 'refused' && asksForChildren(conditions, shape)) {
    bad('child arrays are searched with childConditions');
  }
  const meets = conditions ? conditionsTest(conditions, shape) : () => true;
  const childMeets = childConditions ? childConditionsTest(childConditions, shape) : () => true;
  return records.filter((record) => meets(record) && childMeets(record));
}

function ordered(records: object[], orderBy: string, shape: Shape): object[] {
  const [, path = '', direction = 'asc'] = /^([\w/]+)(?: (asc|desc))?$/i.exec(orderBy) ?? bad(`no order: ${orderBy}`);
  known(path, shape);
  const key = (record: object) => valueAt(record, path.split('/')) as string;
  const sign = direction.toLowerCase() === 'asc' ? 1 : -1;
  return records.toSorted((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
}

/** The record with these fields only: `id`, `company/id`, `communicationItems`. */
function picked(record: object, fields: string[], shape: Shape): object {
  const paths = fields.map((field) => known(field.trim(), shape).split('/'));
  const names = Object.keys(record).filter((name) => paths.some(([first]) => first === name));
  return Object.fromEntries(names.map((name) => [name, narrowed(Reflect.get(record, name), below(paths, name))]));
}

function below(paths: string[][], name: string): string[] {
  const deeper = paths.filter(([first]) => first === name).map(([, second]) => second);
  return deeper.every((second) => second !== undefined) ? deeper : [];
}

function narrowed(value: unknown, fields: string[]): unknown {
  if (fields.length === 0) return value;
  if (Array.isArray(value)) return value.map((one) => narrowed(one, fields));
  return Object.fromEntries(Object.entries(value as object).filter(([name]) => fields.includes(name)));
}

function known(field: string, shape: Shape): string {
  return shape.fields.includes(field.split('/')[0] ?? '') ? field : bad(`there is no field ${field}`);
}
