import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { type DatabaseUrl, openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import type { Db } from '../../src/db/schema.js';
import { transaction } from '../../src/db/transaction.js';
import { newId } from '../../src/id.js';
import { createLog } from '../../src/log.js';
import { mailServerFromUrl } from '../../src/mail/mail-server.js';
import type { ComposedMail } from '../../src/mail/message.js';
import { enqueue, type NewMail } from '../../src/mail/outbox.js';
import type { OutboxRow } from '../../src/mail/outbox-store.js';
import { createMailTransport } from '../../src/mail/transport.js';
import { type OutboxWorkerParts, startOutboxWorker } from '../../src/mail/worker.js';
import { freshPostgres } from '../support/postgres.js';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** An outbox, a mail server and a clock of the test's own. */
export async function openMailRoom() {
  const url = await freshDatabase();
  const db = await open(url);
  const sink = await openSink();
  let now = 1_800_000_000_000;
  const clock = () => now;

  return {
    db,
    sink,
    clock,
    pass(ms: number): void {
      now += ms;
    },
    /** A second connection to the same database, as another process has it. */
    openAgain: () => open(url),

    worker(parts: Partial<OutboxWorkerParts> = {}) {
      const worker = startOutboxWorker({
        db,
        clock,
        log: createLog('silent'),
        transport: createMailTransport(),
        findServer: async () => mailServerFromUrl(sink.url),
        admit: async (row) => ({ kind: 'admitted', row }),
        compose: async (row) => mailOf(row),
        ...parts,
      });
      onTestFinished(() => worker.stop());
      return worker;
    },

    async post(recipient: string, mail: Partial<NewMail> = {}): Promise<string> {
      const id = newId(now);
      const whole: NewMail = { id, kind: 'token', recipient, attempt: 'h', now, expiresAt: now + 10 * MINUTE, ...mail };
      await transaction(db, (trx) => enqueue(trx, whole));
      return id;
    },

    row: (id: string): Promise<OutboxRow> =>
      db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),

    events: () => db.selectFrom('audit_events').select(['kind', 'outcome', 'address', 'trace']).orderBy('id').execute(),
  };
}

export function mailOf(row: Pick<OutboxRow, 'id'>): ComposedMail {
  return {
    subject: 'K7MF-2Q9D is your Acme token',
    text: 'Your token: K7MF-2Q9D',
    html: '<p>Your token: <b>K7MF-2Q9D</b></p>',
    from: { name: 'Acme Portal', address: 'portal@msp.example' },
    messageId: `<${row.id}@msp.example>`,
    headers: {},
  };
}

export async function openSink(...options: Parameters<typeof startSmtpSink>): Promise<SmtpSink> {
  const sink = await startSmtpSink(...options);
  onTestFinished(() => sink.close());
  return sink;
}

/** A database with nothing in it yet, on the engine of this run. */
export async function freshDatabase(): Promise<DatabaseUrl> {
  if (inject('engine') === 'postgres') {
    const postgres = await freshPostgres();
    onTestFinished(() => postgres.drop());
    return { kind: 'postgres', url: postgres.url };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-mail-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { kind: 'sqlite', file: path.join(folder, 'test.sqlite') };
}

export async function open(url: DatabaseUrl): Promise<Db> {
  const db = openDatabase(url);
  onTestFinished(() => db.destroy());
  await migrate(db, url);
  return db;
}
