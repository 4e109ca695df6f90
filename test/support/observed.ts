import type { Response } from 'supertest';
import type { Portal } from './portal.js';
import { recordStatements } from './statements.js';
import type { Visitor } from './visitor.js';

const TABLES = ['attempts', 'mail_tokens', 'outbox', 'counters', 'audit_events', 'sessions', 'contacts'] as const;

/** All that a stranger can see of a walk with this address, and all that is done before its answers. */
export async function observe(
  portal: Portal,
  address: string,
  walk: (visitor: Visitor, address: string) => Promise<Response[]>,
) {
  const visitor = portal.visitor();
  const before = await countRows(portal);
  const { db } = portal.ctx;
  const statements = recordStatements(portal.ctx);
  const answers = await walk(visitor, address);
  portal.ctx.db = db;
  const after = await countRows(portal);
  const rows = after.map((count, at) => count - (before[at] ?? 0));
  return { answers: answers.map((response) => answerOf(response, address)), statements, rows };
}

/** An answer without what differs between any two visits. */
export function answerOf({ status, headers, text }: Response, address: string) {
  const { date: _date, ...others } = headers as Record<string, string>;
  return JSON.parse(masked(JSON.stringify({ status, headers: others, text }), address)) as unknown;
}

/** Hides what differs between any two visits: the address itself, the time and the random secret. */
function masked(text: string, address: string): string {
  return text
    .replaceAll(address, 'ADDRESS')
    .replace(/latchkey-attempt=[\w-]{43}/g, 'latchkey-attempt=SECRET')
    .replace(/Expires=[^;]+/g, 'Expires=DATE')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d\d:\d\d\b|\b\d{13}\b/g, 'TIME')
    .replace(/(Wait |cooldown=\\"|retry-after":")\d+( seconds?)?/g, '$1SECONDS');
}

/** Without what the worker records of mails, which is after the answer. */
async function countRows({ ctx }: Portal): Promise<number[]> {
  const counts = TABLES.map((table) =>
    ctx.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll().as('count'))
      .$if(table === 'audit_events', (query) => query.where('kind', '<>', 'token-mail'))
      .executeTakeFirstOrThrow(),
  );
  return (await Promise.all(counts)).map(({ count }) => Number(count));
}
