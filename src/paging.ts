/** One page of a list: which it is, how many there are, and which rows it shows. */
export interface Paging {
  pageNumber: number;
  pages: number;
  total: number;
  limit: number;
  offset: number;
}

export const PAGE_ROWS = 50;

/** The wanted page of so many rows; the first one when there is no such page. */
export function pageOf(total: number, wanted: number): Paging {
  const pages = Math.max(1, Math.ceil(total / PAGE_ROWS));
  const pageNumber = wanted > pages ? 1 : wanted;
  return { pageNumber, pages, total, limit: PAGE_ROWS, offset: (pageNumber - 1) * PAGE_ROWS };
}
