import { oneLine } from '../http/answers.js';

/** What an answer says is wrong, in one line without these secrets: ASP.NET's `errors`, with their frame or bare, or anything else. */
export function said(body: unknown, secrets: string[]): string {
  const errors = (Object(body) as { errors?: unknown }).errors ?? body;
  const texts = typeof errors === 'string' ? [errors] : Object.values(Object(errors)).flat();
  const words = texts.filter((text) => typeof text === 'string').join(' ');
  return oneLine(words, [...secrets, ...secrets.map(asInForm)]);
}

/** As a form sends it. */
function asInForm(secret: string): string {
  return new URLSearchParams([['', secret]]).toString().slice(1);
}
