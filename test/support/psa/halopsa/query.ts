import { BadQuery } from './errors.js';

/** A parameter that is not known is refused, so that a misspelt one is noticed. */
export function checkNames(query: URLSearchParams, known: string[]): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new BadQuery(unknown, `The parameter ${unknown} is not known.`);
}

export function flag(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return text === 'true' || (text === 'false' ? false : refuse(name, text));
}

export function whole(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name) ?? String(otherwise);
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : refuse(name, text);
}

/** A time in UTC, in whole seconds and without a zone. */
export function time(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : refuse(name, text);
}

export function refuse(name: string, text: string): never {
  throw new BadQuery(name, `The value '${text}' is not valid.`);
}
