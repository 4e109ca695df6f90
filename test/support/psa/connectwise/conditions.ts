import { bad, type Literal } from './condition-tokens.js';
import { type Comparison, type Condition, parseConditions } from './conditions-parser.js';

/** Which fields a kind of record has, and which of them are child arrays, with the fields of a child. */
export interface Shape {
  fields: string[];
  children: Record<string, string[]>;
}

type Find = (path: string[]) => unknown;

/** Whether a record meets `conditions`. A child array is never searched by them: it has none of its values here. */
export function conditionsTest(text: string, shape: Shape): (record: object) => boolean {
  const condition = parseConditions(text);
  for (const [field = ''] of pathsIn(condition)) if (!shape.fields.includes(field)) unknown(field);
  return (record) => holds(condition, (path) => valueAt(record, path));
}

/** Whether one child of the record meets all of `childConditions` by itself. */
export function childConditionsTest(text: string, shape: Shape): (record: object) => boolean {
  const condition = parseConditions(text);
  const [[array = ''] = [], ...others] = pathsIn(condition);
  if (others.some(([other]) => other !== array)) bad('childConditions search one kind of child');
  for (const [, field = ''] of pathsIn(condition))
    if (!shape.children[array]?.includes(field)) unknown(`${array}/${field}`);
  return (record) => {
    const children = valueAt(record, [array]);
    return Array.isArray(children) && children.some((child) => holds(condition, ([, ...path]) => valueAt(child, path)));
  };
}

/** Whether a condition asks for a child array. */
export function asksForChildren(text: string, shape: Shape): boolean {
  return pathsIn(parseConditions(text)).some(([field = '']) => field in shape.children);
}

/** What a record has at `company/name`; of `lastUpdated`, the time. */
export function valueAt(record: unknown, path: string[]): unknown {
  if (path.length === 1 && path[0] === 'lastUpdated') return valueAt(record, ['_info', 'lastUpdated']);
  const value = path.reduce((at: unknown, name) => (at as Record<string, unknown> | undefined)?.[name], record);
  return path.at(-1) === 'lastUpdated' && typeof value === 'string' ? new Date(value) : value;
}

function unknown(field: string): never {
  return bad(`there is no field ${field} here`);
}

function pathsIn(condition: Condition): string[][] {
  if ('path' in condition) return [condition.path];
  return ('any' in condition ? condition.any : condition.all).flatMap(pathsIn);
}

function holds(condition: Condition, find: Find): boolean {
  if ('any' in condition) return condition.any.some((one) => holds(one, find));
  if ('all' in condition) return condition.all.every((one) => holds(one, find));
  const value = find(condition.path);
  if (value === undefined) return false;
  return condition.literals.some((literal) => compare(condition, value, literal)) !== condition.not;
}

function compare({ path, operator }: Comparison, value: unknown, literal: Literal): boolean {
  if (kindOf(value) !== kindOf(literal)) bad(`${path.join('/')} is no ${kindOf(literal)}`);
  const [there, asked] = [comparable(value), comparable(literal)];
  switch (operator) {
    case 'like':
      return pattern(String(asked)).test(String(there));
    case 'contains':
      return String(there).includes(String(asked));
    case '!=':
      return there !== asked;
    case '<':
      return there < asked;
    case '<=':
      return there <= asked;
    case '>':
      return there > asked;
    case '>=':
      return there >= asked;
    default:
      return there === asked;
  }
}

function kindOf(value: unknown): string {
  return value instanceof Date ? 'date' : typeof value;
}

/** Text is compared as the database below compares it: case does not matter. */
function comparable(value: unknown): string | number {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'string' ? value.toLowerCase() : Number(value);
}

function pattern(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\*|%/g, '.*');
  return new RegExp(`^${escaped}$`, 's');
}
