import type { FakeRequest } from '../fake-server.js';
import { wrong } from './errors.js';
import type { AutotaskOptions } from './options.js';

type Way = 'next' | 'prev';
type Numbered = { id: number };

/** What queries have found, page by page: whoever was not told of a page does not get at it. */
export class Pages {
  readonly #options: AutotaskOptions;
  readonly #told = new Set<string>();

  constructor(options: AutotaskOptions) {
    this.#options = options;
  }

  /** The page that is asked for, and where the ones beside it are; there may be nothing on the next one. */
  pageOf<T extends Numbered>(request: FakeRequest, found: T[], size: number): { items: T[]; pageDetails: object } {
    const [, query = '', way] = /\/ATServicesRest\/(.*\/query)(?:\/(next|prev))?$/i.exec(request.path) ?? [];
    const { first, last } = way ? this.#placeOf(request, query) : { first: 0, last: -1 };
    const before = found.filter(({ id }) => id < first).slice(-size);
    const items = way === 'prev' ? before : found.filter(({ id }) => id > last).slice(0, size);
    const pageDetails = {
      count: items.length,
      requestCount: size,
      prevPageUrl: way ? this.#tell(request, query, 'prev', items, size) : null,
      nextPageUrl: items.length === size ? this.#tell(request, query, 'next', items, size) : null,
    };
    return { items, pageDetails };
  }

  #tell(request: FakeRequest, query: string, way: Way, page: Numbered[], pageSize: number): string {
    const ids = { previousIds: [page[0]?.id ?? -1], nextIds: [page.at(-1)?.id ?? -1] };
    const paging = JSON.stringify({ pageSize, ...ids });
    this.#told.add(keyOf(request, query, paging));
    const { zone, nextPagesAt = `http://${request.headers.host}/${zone}/ATServicesRest/` } = this.#options;
    return `${nextPagesAt}${query}/${way}?paging=${encodeURIComponent(paging)}`;
  }

  #placeOf(request: FakeRequest, query: string): { first: number; last: number } {
    const paging = request.query.get('paging') ?? '';
    if (!this.#told.has(keyOf(request, query, paging))) return wrong('This page is none of this query.');
    const { previousIds, nextIds } = JSON.parse(paging);
    return { first: previousIds[0], last: nextIds[0] };
  }
}

/** A page belongs to a query: the same body has to come with it. */
function keyOf({ body }: FakeRequest, query: string, paging: string): string {
  return JSON.stringify([query.toLowerCase(), body, paging]);
}
