import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import { isSqlite } from './database.js';
import type { Db } from './schema.js';

type Build<Args extends unknown[], Row> = (db: Db, ...args: Args) => Compilable<Row>;

/** Stands in a compiled query for a value that each call brings. */
class Placeholder {
  readonly valueIn: (args: unknown[]) => unknown;

  constructor(valueIn: (args: unknown[]) => unknown) {
    this.valueIn = valueIn;
  }
}

/**
 * A query whose text is built once for each engine, for those that every sign-in runs: building costs more than running.
 * `build` uses its arguments as values and nothing else; a row among them has the same fields in every call.
 */
export function prepared<Args extends unknown[], Row>(
  build: Build<Args, Row>,
): (db: Db, ...args: Args) => Promise<QueryResult<Row>> {
  const queries: Partial<Record<'sqlite' | 'postgres', CompiledQuery<Row>>> = {};
  return async (db, ...args) => {
    // Plugins take part in building, so with them nothing is kept.
    if (db.getExecutor().plugins.length > 0) return db.executeQuery(build(db, ...args));
    const engine = isSqlite(db) ? 'sqlite' : 'postgres';
    const query = queries[engine] ?? build(db, ...(args.map(toPlaceholders) as Args)).compile();
    queries[engine] = query;
    const parameters = query.parameters.map((value) => (value instanceof Placeholder ? value.valueIn(args) : value));
    return db.executeQuery({ ...query, parameters });
  };
}

function toPlaceholders(argument: unknown, at: number): unknown {
  if (typeof argument !== 'object' || argument === null) return new Placeholder((args) => args[at]);
  const field = (name: string) => new Placeholder((args) => (args[at] as Record<string, unknown>)[name]);
  return Object.fromEntries(Object.keys(argument).map((name) => [name, field(name)]));
}
