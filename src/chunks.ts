/** As many rows as one statement takes without being felt; far below what the engines bear. */
const AT_ONCE = 250;

/** All in their order, some at a time: none when there are none. */
export function chunksOf<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / AT_ONCE);
  return Array.from({ length: count }, (_none, at) => all.slice(at * AT_ONCE, (at + 1) * AT_ONCE));
}
