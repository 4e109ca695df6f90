import type { Response } from 'supertest';
import type { Fields } from './visitor.js';

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', '#34': '"', '#39': "'" };

/** What a browser would send with the form of this action, untouched: hidden fields, texts, ticked boxes and radios. */
export function formIn(page: Response, action: string): Fields {
  const start = page.text.search(new RegExp(`<form[^>]* action="${action}"`));
  if (start < 0) throw new Error(`The page has no form for ${action}`);
  const html = page.text.slice(start, page.text.indexOf('</form>', start));
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([input]) => input).filter(isSent);
  const texts = [...html.matchAll(/<textarea\b[^>]* name="(\w+)"[^>]*>\n?([^<]*)</g)];
  return Object.fromEntries([
    ...inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
    ...texts.map(([, name, text = '']) => [name, decoded(text)]),
  ]);
}

/** The text of a page without its tags, on one line. */
export function textOf(page: Response): string {
  const main = page.text.slice(page.text.indexOf('<main'));
  return decoded(
    main
      .replace(/<\/?bdi[^>]*>/g, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
  );
}

function isSent(input: string): boolean {
  return /type="(hidden|text|email|search|password)"/.test(input) || / checked\b/.test(input);
}

function attribute(tag: string, name: string): string {
  return decoded(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function decoded(html: string): string {
  return html.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
