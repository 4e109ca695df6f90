import type { FakeAnswer, FakeRequest } from '../fake-server.js';
import type { Books } from './books.js';
import { modelState } from './errors.js';

const KNOWN = [
  'client_id',
  'count',
  'includeactive',
  'includeinactive',
  'lastupdatefromdate',
  'order',
  'page_no',
  'page_size',
  'pageinate',
  'search',
];
const USUAL_COUNT = 50;
const LARGEST_PAGE = 100;

type Row = { id: number; name: string; inactive: boolean; lastupdate?: string };

/** `GET /api/Users`, `/api/Client` or `/api/Site`: what a list shows, under this name, with how many there are in all. */
export function listed(books: Books, request: FakeRequest, name: string, rows: Row[]): FakeAnswer {
  const { query } = request;
  const unknown = [...query.keys()].find((key) => !KNOWN.includes(key));
  if (unknown) return modelState({ [unknown]: [`The parameter ${unknown} is not known.`] });
  const found = rows.filter((row) => books.isShown(row.id, request.hideNewMs) && isWanted(row, query, books));
  const ordered = query.get('order') === 'id' ? found.toSorted((a, b) => a.id - b.id) : found;
  const body = { record_count: found.length, [name]: pageOf(ordered, query).map(asSent) };
  return { status: 200, text: JSON.stringify(body).replace(/"site_id":(\d+)/g, '"site_id":$1.0') };
}

function isWanted(row: Row, query: URLSearchParams, { options }: Books): boolean {
  const wanted = row.inactive ? query.get('includeinactive') === 'true' : query.get('includeactive') !== 'false';
  const client = query.get('client_id');
  const since = options.knowsChanges ? query.get('lastupdatefromdate') : null;
  return (
    wanted &&
    (client === null || Reflect.get(row, 'client_id') === Number(client)) &&
    (since === null || row.lastupdate === undefined || row.lastupdate >= since) &&
    isLike(row, query.get('search') ?? '')
  );
}

/** As SQL does it: somewhere in any text, whatever the case, `_` for any character and `%` for any number of them. */
function isLike(row: Row, search: string): boolean {
  const escaped = search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(escaped.replaceAll('_', '.').replaceAll('%', '.*'), 'i');
  return Object.values(row).some((value) => typeof value === 'string' && pattern.test(value));
}

/** Only who says `pageinate` gets pages; everybody else gets the first of them, and no more. */
function pageOf<T>(rows: T[], query: URLSearchParams): T[] {
  if (query.get('pageinate') !== 'true') return rows.slice(0, Number(query.get('count') ?? USUAL_COUNT));
  const size = Math.min(Number(query.get('page_size') ?? USUAL_COUNT), LARGEST_PAGE);
  const first = (Number(query.get('page_no') ?? 1) - 1) * size;
  return rows.slice(first, first + size);
}

/** A list shows less of a record than the record itself. */
function asSent(row: object): object {
  const { main_site_id: _only, ...shown } = row as Record<string, unknown>;
  return shown;
}
