import { bad, ConditionTokens, type Literal } from './condition-tokens.js';

/** What `conditions` and `childConditions` say, as ConnectWise's developer guide describes them. */
export type Condition = { any: Condition[] } | { all: Condition[] } | Comparison;

export interface Comparison {
  path: string[];
  operator: string;
  not: boolean;
  /** One, but for `in`. */
  literals: Literal[];
}

const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'like', 'contains', 'in'];

/** Throws BadConditions when the text is none: an unescaped quote, a date without brackets. */
export function parseConditions(text: string): Condition {
  const tokens = new ConditionTokens(text);
  const condition = either(tokens);
  return tokens.ended ? condition : bad('there is more behind their end');
}

function either(tokens: ConditionTokens): Condition {
  return { any: separated(tokens, 'or', both) };
}

function both(tokens: ConditionTokens): Condition {
  return { all: separated(tokens, 'and', single) };
}

function single(tokens: ConditionTokens): Condition {
  return tokens.took('(') ? closed(tokens, either(tokens)) : comparison(tokens);
}

function comparison(tokens: ConditionTokens): Comparison {
  const path = (tokens.word() ?? bad('a field is missing')).split('/');
  const not = tokens.took('not');
  const operator = OPERATORS.find((one) => tokens.took(one)) ?? bad(`there is no operator behind ${path.join('/')}`);
  return { path, operator, not, literals: operator === 'in' ? list(tokens) : [literal(tokens)] };
}

function list(tokens: ConditionTokens): Literal[] {
  if (!tokens.took('(')) bad('"in" needs a list in brackets');
  return closed(tokens, separated(tokens, ',', literal));
}

function literal(tokens: ConditionTokens): Literal {
  return tokens.literal() ?? bad('a value is missing; text stands in double quotes');
}

function separated<T>(tokens: ConditionTokens, separator: string, part: (tokens: ConditionTokens) => T): T[] {
  const parts = [part(tokens)];
  while (tokens.took(separator)) parts.push(part(tokens));
  return parts;
}

function closed<T>(tokens: ConditionTokens, inner: T): T {
  return tokens.took(')') ? inner : bad('a bracket is not closed');
}
