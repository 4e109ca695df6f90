import type { FakeRequest } from '../fake-server.js';
import { bad } from './condition-tokens.js';

const USUAL_SIZE = 25;
const LARGEST_SIZE = 1000;

export interface Page {
  page: object[];
  headers: Record<string, string>;
}

/** The part of a list that a request asks for, by page number or forwards only, with a Link header to the others. */
export function pageOf(request: FakeRequest, records: object[], linkOrigin?: string): Page {
  const size = Math.min(whole(request, 'pageSize', USUAL_SIZE), LARGEST_SIZE);
  const forwards = request.headers['pagination-type'] === 'forward-only';
  const links = forwards ? forwardsOnly(request, records, size) : numbered(request, records, size);
  const origin = linkOrigin ?? `http://${request.headers.host}`;
  const link = links.others.map(([rel, place]) => `<${origin}${request.path}?${moved(request, place)}>; rel="${rel}"`);
  return { page: links.page, headers: link.length > 0 ? { Link: link.join(', ') } : {} };
}

type Links = { page: object[]; others: [rel: string, place: Record<string, number>][] };

function numbered(request: FakeRequest, records: object[], size: number): Links {
  const page = whole(request, 'page', 1);
  const last = Math.max(1, Math.ceil(records.length / size));
  const others: [string, number][] = [];
  if (page > 1) others.push(['first', 1], ['prev', page - 1]);
  if (page < last) others.push(['next', page + 1], ['last', last]);
  const here = records.slice((page - 1) * size, page * size);
  return { page: here, others: others.map(([rel, to]) => [rel, { page: to, pageSize: size }]) };
}

/** `page` and `orderBy` are ignored; `pageId` is the last id that is known already. There is a next page even after the last. */
function forwardsOnly({ query }: FakeRequest, records: object[], size: number): Links {
  const idOf = (record: object | undefined) => Number(record && Reflect.get(record, 'id'));
  const after = Number(query.get('pageId') ?? 0);
  const byId = records.toSorted((a, b) => idOf(a) - idOf(b)).filter((record) => idOf(record) > after);
  const page = byId.slice(0, size);
  const reached = page.length > 0 ? idOf(page.at(-1)) : after;
  return { page, others: [['next', { pageId: reached, pageSize: size }]] };
}

function moved({ query }: FakeRequest, place: Record<string, number>): URLSearchParams {
  const to = new URLSearchParams(query);
  for (const [name, value] of Object.entries(place)) to.set(name, String(value));
  return to;
}

function whole({ query }: FakeRequest, name: string, otherwise: number): number {
  const text = query.get(name) ?? String(otherwise);
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : bad(`${name} is no number from 1`);
}
