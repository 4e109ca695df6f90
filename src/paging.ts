/** One page of a list: its rows, which page it is, and how many pages and rows there are. */
export interface Page<Row> {
  rows: Row[];
  pageNumber: number;
  pages: number;
  total: number;
}

export interface Slice {
  limit: number;
  offset: number;
}

const PAGE_ROWS = 50;

/** Some rows, and how many there are in all where finding them has told. */
export interface Listed<Row> {
  rows: Row[];
  total?: number | undefined;
}

/** Reads the wanted page, or the first when there is no such page. Counts only where the rows themselves do not tell. */
export async function readPage<Row>(
  wanted: number,
  list: (slice: Slice) => Promise<Listed<Row>>,
  count: () => Promise<number>,
): Promise<Page<Row>> {
  const offset = (wanted - 1) * PAGE_ROWS;
  const { rows, total: told } = await list({ limit: PAGE_ROWS, offset });
  if (rows.length === 0 && wanted > 1) return readPage(1, list, count);
  const total = rows.length < PAGE_ROWS ? offset + rows.length : (told ?? (await count()));
  return { rows, pageNumber: wanted, pages: Math.max(1, Math.ceil(total / PAGE_ROWS)), total };
}
