/** Answered with 400. */
export class BadConditions extends Error {}

export type Literal = string | number | boolean | Date;

type Token = { literal: Literal } | { word: string };

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|\[([^\]]*)\]|(-?\d+)|([a-z_][\w/]*)|(!=|<=|>=|[=<>(),]))/iy;

/** The words, signs and values of conditions, read from left to right. */
export class ConditionTokens {
  readonly #tokens: Token[];

  constructor(text: string) {
    this.#tokens = tokensIn(text);
  }

  get ended(): boolean {
    return this.#tokens.length === 0;
  }

  /** Takes the next word, whichever it is. */
  word(): string | undefined {
    const [next] = this.#tokens;
    if (!next || !('word' in next)) return undefined;
    this.#tokens.shift();
    return next.word;
  }

  /** Takes the next word or sign if it is this one, in whatever case. */
  took(expected: string): boolean {
    const [next] = this.#tokens;
    const is = next !== undefined && 'word' in next && next.word.toLowerCase() === expected;
    if (is) this.#tokens.shift();
    return is;
  }

  literal(): Literal | undefined {
    for (const flag of [true, false]) if (this.took(String(flag))) return flag;
    const next = this.#tokens.shift();
    return next && 'literal' in next ? next.literal : undefined;
  }
}

export function bad(why: string): never {
  throw new BadConditions(`The conditions cannot be read: ${why}`);
}

function tokensIn(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = TOKEN.lastIndex) {
    const [, string, date, number, word, sign] = TOKEN.exec(text) ?? bad(`there is no sense in ${text.slice(at)}`);
    if (string !== undefined) tokens.push({ literal: string.replace(/\\(.)/g, '$1') });
    else if (date !== undefined) tokens.push({ literal: dated(date) });
    else if (number !== undefined) tokens.push({ literal: Number(number) });
    else tokens.push({ word: word ?? sign ?? '' });
  }
  return tokens;
}

function dated(text: string): Date {
  const date = new Date(text);
  return /^\d{4}-\d\d-\d\dT.*Z$/.test(text) && !Number.isNaN(date.getTime()) ? date : bad(`[${text}] is no date`);
}
