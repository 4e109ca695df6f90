import type { KyselyPlugin } from 'kysely';
import type { Context } from '../../src/context.js';

/** Notes the text of every statement that requests run from now on; what the outbox worker runs is not among them. */
export function recordStatements(ctx: Context): string[] {
  const statements: string[] = [];
  const { db } = ctx;
  const recorder: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      statements.push(db.getExecutor().compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  ctx.db = db.withPlugin(recorder);
  return statements;
}
