import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { checkNames, flag, refuse, time, whole } from './query.js';

const KNOWN = 'count includeactive includeinactive lastupdatefromdate order page_no page_size pageinate search'.split(
  ' ',
);
const USUAL_COUNT = 50;
/** Among whose texts a search looks. */
const SEARCHED = ['name', 'emailaddress', 'email2', 'email3'];

interface Row {
  id: number;
  name: string;
  inactive: boolean;
  client_id?: number;
  lastupdate?: string;
}

/** What can be listed. */
export interface Listing {
  name: 'users' | 'clients' | 'sites';
  rows: ReadonlyMap<number, Row>;
  /** Fields of which a list shows nothing, other than the record itself. */
  hidden: string[];
}

/** `GET /api/Users`, `/api/Client` or `/api/Site`: what a list shows, under its name, with how many there are in all. */
export function listed(books: Books, { query, hideNewMs }: FakeRequest, { name, rows, hidden }: Listing): FakeAnswer {
  checkNames(query, name === 'clients' ? KNOWN : [...KNOWN, 'client_id']);
  const isAsked = question(query, books);
  const found = [...rows.values()].filter((row) => books.isShown(row.id, hideNewMs) && isAsked(row));
  const page = pageOf(ordered(found, query), query, books);
  const shown = page.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => !hidden.includes(field))));
  return { status: 200, body: { record_count: found.length, [name]: shown } };
}

/** Whether a row is asked for. Nobody is shown those that are inactive who does not say so. */
function question(query: URLSearchParams, { options }: Books): (row: Row) => boolean {
  const [active = true, inactive = false] = [flag(query, 'includeactive'), flag(query, 'includeinactive')];
  const [client, search] = [query.get('client_id'), query.get('search') ?? ''];
  const since = options.knowsChanges ? (time(query, 'lastupdatefromdate') ?? 0) : 0;
  return (row) =>
    (row.inactive ? inactive : active) &&
    (client === null || row.client_id === Number(client)) &&
    (row.lastupdate === undefined || Date.parse(row.lastupdate) >= since) &&
    isLike(row, search);
}

/** As SQL does it: somewhere in a text, whatever the case, `_` for any character and `%` for any number of them. */
function isLike(row: Row, search: string): boolean {
  const escaped = search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(escaped.replaceAll('_', '.').replaceAll('%', '.*'), 'i');
  return SEARCHED.some((field) => pattern.test(String(Reflect.get(row, field) ?? '')));
}

/** By name, unless it is said by what. */
function ordered(rows: Row[], query: URLSearchParams): Row[] {
  const order = query.get('order') ?? 'name';
  if (order === 'id') return rows.toSorted((a, b) => a.id - b.id);
  return order === 'name' ? rows.toSorted((a, b) => a.name.localeCompare(b.name)) : refuse('order', order);
}

/** Only who says `pageinate` gets pages; everybody else gets the first of them, and no more. */
function pageOf(rows: Row[], query: URLSearchParams, { options }: Books): Row[] {
  if (!flag(query, 'pageinate')) return rows.slice(0, whole(query, 'count', USUAL_COUNT));
  const size = Math.min(whole(query, 'page_size', USUAL_COUNT), options.largestPage);
  const first = (whole(query, 'page_no', 1) - 1) * size;
  return rows.slice(first, first + size);
}
