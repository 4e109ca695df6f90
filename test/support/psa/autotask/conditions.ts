import { z } from 'zod';
import { wrong } from './errors.js';
import type { FieldInformation } from './fields.js';

interface Group {
  op: 'and' | 'or';
  items: Condition[];
}
interface Comparison {
  op: string;
  field: string;
  value?: unknown;
}
export type Condition = Group | Comparison;

/** As values are compared: texts without their case and without blanks behind them, dates as times. */
type Value = string | number | boolean | null;
type Compare = (there: Value, wanted: Value[]) => boolean;
type Meets = (record: object) => boolean;

const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ op: z.enum(['and', 'or']), items: z.array(Condition).min(1).max(500) }),
    z.strictObject({ op: z.string(), field: z.string(), value: z.unknown().optional() }),
  ]),
);
/** There is no query without one. */
export const Filter = z.array(Condition).min(1);

const SEVERAL = ['in', 'notIn'];
const isIn: Compare = (there, wanted) => wanted.includes(there);
const texts = (compare: (there: string, wanted: string) => boolean): Compare => {
  return (there, [wanted]) => typeof there === 'string' && typeof wanted === 'string' && compare(there, wanted);
};
const ordered = (compare: (there: Value, wanted: Value) => boolean): Compare => {
  return (there, [wanted = null]) => there !== null && wanted !== null && compare(there, wanted);
};
const OPERATORS = new Map<string, Compare>([
  ['eq', isIn],
  ['noteq', (there, wanted) => !isIn(there, wanted)],
  ['in', isIn],
  ['notIn', (there, wanted) => !isIn(there, wanted)],
  ['gt', ordered((there, wanted) => Number(there) > Number(wanted))],
  ['gte', ordered((there, wanted) => Number(there) >= Number(wanted))],
  ['lt', ordered((there, wanted) => Number(there) < Number(wanted))],
  ['lte', ordered((there, wanted) => Number(there) <= Number(wanted))],
  ['beginsWith', texts((there, wanted) => there.startsWith(wanted))],
  ['endsWith', texts((there, wanted) => there.endsWith(wanted))],
  ['contains', texts((there, wanted) => there.includes(wanted))],
  ['exist', (there) => there !== null],
  ['notExist', (there) => there === null],
]);

/** Whether a record meets all of a filter. Throws what is wrong with it: a field or an operator that is not there, say. */
export function filterTest(filter: Condition[], fields: FieldInformation[]): Meets {
  const tests = filter.map((condition) => testOf(condition, fields));
  return (record) => tests.every((meets) => meets(record));
}

function testOf(condition: Condition, fields: FieldInformation[]): Meets {
  if (!('items' in condition)) return comparisonTest(condition, fields);
  const tests = condition.items.map((item) => testOf(item, fields));
  if (condition.op === 'and') return (record) => tests.every((meets) => meets(record));
  return (record) => tests.some((meets) => meets(record));
}

function comparisonTest({ op, field: name, value = null }: Comparison, fields: FieldInformation[]): Meets {
  const field = fields.find((one) => one.name === name) ?? wrong(`Unable to find ${name} in the entity.`);
  const compare = OPERATORS.get(op) ?? wrong(`Unknown operator: ${op}`);
  if (Array.isArray(value) !== SEVERAL.includes(op)) wrong(`${op} does not take this value.`);
  const wanted = [value].flat().map((one) => comparable(one, field));
  return (record) => compare(comparable(Reflect.get(record, name), field), wanted);
}

function comparable(value: unknown, { name, dataType }: FieldInformation): Value {
  if (value === null) return null;
  if (dataType === 'datetime' && !Number.isNaN(Date.parse(String(value)))) return Date.parse(String(value));
  if (dataType === 'integer' && typeof value === 'number') return value;
  if (dataType === 'boolean' && typeof value === 'boolean') return value;
  if (dataType === 'string' && typeof value === 'string') return value.toLowerCase().trimEnd();
  return wrong(`Could not convert ${String(value)} for ${name}.`);
}
