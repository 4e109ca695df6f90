import { z } from 'zod';
import { wrong } from './errors.js';
import type { FieldInformation } from './fields.js';

type Value = string | number | boolean | null;
type Compare = (there: Value, wanted: unknown) => boolean;

export type Condition = Group | Comparison;
interface Group {
  op: 'and' | 'or';
  items: Condition[];
}
interface Comparison {
  op: string;
  field: string;
  value?: unknown;
}

const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ op: z.enum(['and', 'or']), items: z.array(Condition).min(1).max(500) }),
    z.strictObject({ op: z.string(), field: z.string(), value: z.unknown() }),
  ]),
);
export const Filter = z.array(Condition).min(1);

const text = (compare: (there: string, wanted: string) => boolean): Compare => {
  return (there, wanted) => typeof there === 'string' && compare(folded(there), folded(String(wanted)));
};
const ordered = (compare: (order: number) => boolean): Compare => {
  return (there, wanted) => there !== null && wanted !== null && compare(order(there, wanted as Value));
};
const eq: Compare = (there, wanted) => (there === null ? wanted === null : order(there, wanted as Value) === 0);
const isIn: Compare = (there, wanted) => (wanted as Value[]).some((one) => eq(there, one));

const OPERATORS: Record<string, Compare> = {
  eq,
  noteq: (there, wanted) => !eq(there, wanted),
  gt: ordered((sign) => sign > 0),
  gte: ordered((sign) => sign >= 0),
  lt: ordered((sign) => sign < 0),
  lte: ordered((sign) => sign <= 0),
  beginsWith: text((there, wanted) => there.startsWith(wanted)),
  endsWith: text((there, wanted) => there.endsWith(wanted)),
  contains: text((there, wanted) => there.includes(wanted)),
  exist: (there) => there !== null,
  notExist: (there) => there === null,
  in: isIn,
  notIn: (there, wanted) => !isIn(there, wanted),
};

/** Whether a record meets all of a filter. Throws what is wrong with it: a field or an operator that is not there, say. */
export function filterTest(filter: Condition[], fields: FieldInformation[]): (record: object) => boolean {
  const tests = filter.map((condition) => testOf(condition, fields));
  return (record) => tests.every((meets) => meets(record));
}

function testOf(condition: Condition, fields: FieldInformation[]): (record: object) => boolean {
  if ('items' in condition) {
    const tests = condition.items.map((item) => testOf(item, fields));
    const all = condition.op === 'and';
    return (record) => (all ? tests.every((meets) => meets(record)) : tests.some((meets) => meets(record)));
  }
  const { op, field: name, value = null } = condition;
  const field = fields.find((one) => one.name === name) ?? wrong(`Unable to find ${name} in the entity.`);
  const compare = Object.hasOwn(OPERATORS, op) ? OPERATORS[op] : undefined;
  if (!compare) return wrong(`Unknown operator: ${op}`);
  for (const one of [value].flat()) if (!fits(one, field)) wrong(`Could not convert ${String(one)} for ${name}.`);
  if (Array.isArray(value) !== /^(?:in|notIn)$/.test(op)) wrong(`${op} does not take this value.`);
  const asTime = (there: unknown) => (field.dataType === 'datetime' && there !== null ? timeOf(there) : there);
  return (record) => compare(asTime(Reflect.get(record, name)) as Value, asTime(value));
}

function fits(value: unknown, { dataType }: FieldInformation): boolean {
  if (value === null) return true;
  switch (dataType) {
    case 'integer':
      return Number.isInteger(value);
    case 'datetime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    default:
      return typeof value === dataType;
  }
}

/** Its database compares texts without their case, and without blanks behind them. */
function order(one: Value, other: Value): number {
  const [a, b] = [folded(one), folded(other)];
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

function folded<T extends Value>(value: T): T extends string ? string : T {
  return (typeof value === 'string' ? value.toLowerCase().trimEnd() : value) as T extends string ? string : T;
}

function timeOf(text: unknown): number {
  return Date.parse(String(text));
}
