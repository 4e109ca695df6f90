import { composeInvitation } from './admin/invitation-mail.js';
import { type Clock, systemClock } from './clock.js';
import type { Config } from './config.js';
import { openDatabase } from './db/database.js';
import { migrate } from './db/migrate.js';
import type { Db } from './db/schema.js';
import { type Controllers, createControllers } from './directory/controllers.js';
import { resealDirectories } from './directory/directory-store.js';
import { type Frame, type Misconfigured, readFrame } from './frame.js';
import { acceptKey } from './installation/accept-key.js';
import type { Installation } from './installation/installation-store.js';
import type { KeyRing } from './keys.js';
import { createLog, type Log } from './log.js';
import { admitMail } from './login/admit-mail.js';
import { type FoundMailServer, findMailServer, resealMailServer } from './mail/mail-server-store.js';
import type { ComposedMail } from './mail/message.js';
import type { OutboxRow } from './mail/outbox-store.js';
import { createMailTransport } from './mail/transport.js';
import { type OutboxWorker, startOutboxWorker } from './mail/worker.js';
import { LIMITS, type Limits } from './mail-token/limits.js';
import { readMailTokenSettings } from './mail-token/settings-store.js';
import { composeTokenMail, type TokenMail } from './mail-token/token-mail.js';
import { PsaConnection } from './psa/connection.js';
import { resealPsa } from './psa/settings-store.js';
import { PsaWorker } from './psa/sync/worker.js';
import { readKeyRing } from './secret-key.js';
import { type Moment, momentsIn } from './web/moments.js';

/** Everything a room may need, wired once. Rules take the parts they use as their first argument. */
export interface Context {
  config: Config;
  db: Db;
  clock: Clock;
  log: Log;
  keys: KeyRing;
  installation: Installation;
  limits: Limits;
  outbox: OutboxWorker;
  /** The domain controllers of companies, as this process has come to know them. */
  controllers: Controllers;
  /** What is done with the PSA by itself. */
  psa: PsaWorker;
  /** What was noticed about the proxy in front since the start. */
  misconfigured: Set<Misconfigured>;
  /** A time as pages and mails print it. */
  when(ms: number): Moment;
  /** The mail of an outbox row, made anew; undefined when it has no use any more. */
  compose(row: OutboxRow): Promise<ComposedMail | TokenMail | undefined>;
  findMailServer(): Promise<FoundMailServer | undefined>;
  readFrame(): Promise<Frame>;
  close(): Promise<void>;
}

export type Opened = { kind: 'open'; ctx: Context } | { kind: 'refused'; reason: string };

export interface Overrides {
  clock?: Clock;
  log?: Log;
  limits?: Limits;
}

type Ground = Pick<Context, 'config' | 'db' | 'clock' | 'log' | 'keys' | 'installation' | 'limits'>;

/** Opens the database, brings it up to date and starts the outbox. Refuses in words for the operator, without a stack. */
export async function openContext(config: Config, overrides: Overrides = {}): Promise<Opened> {
  const { clock = systemClock, log = createLog(config.logLevel), limits = LIMITS } = overrides;
  const key = readKeyRing(config, { create: true });
  if (key.kind !== 'keys') return { kind: 'refused', reason: `The key in ${key.file} is shorter than 32 bytes` };
  const db = openDatabase(config.database);
  const ready = await prepareDatabase(config, db, key.ring, log, clock);
  if (ready.kind === 'ready')
    return {
      kind: 'open',
      ctx: wire({ config, db, clock, log, limits, keys: key.ring, installation: ready.installation }),
    };
  await db.destroy();
  return ready;
}

type Prepared = { kind: 'ready'; installation: Installation } | { kind: 'refused'; reason: string };

async function prepareDatabase(config: Config, db: Db, keys: KeyRing, log: Log, clock: Clock): Promise<Prepared> {
  const migrated = await migrate(db, config.database);
  if (migrated.kind === 'newer-schema') {
    const reason = `The database was written by a newer Latchkey (${migrated.unknown.join(', ')}). Start that version, or restore the copy that was made before it.`;
    return { kind: 'refused', reason };
  }
  for (const name of migrated.names) log.info({ migration: name }, 'migrated');
  const accepted = await acceptKey(db, keys);
  if (accepted.kind === 'other-key') {
    const reason =
      'This database belongs to another SECRET_KEY. Start with that key, or give it as SECRET_KEY_PREVIOUS to change over.';
    return { kind: 'refused', reason };
  }
  if (keys.previous) {
    await resealMailServer(db, keys, clock());
    await resealDirectories(db, keys);
    await resealPsa(db, keys, clock());
  }
  return { kind: 'ready', installation: accepted.installation };
}

function wire(ground: Ground): Context {
  const { config, db, clock, log, keys } = ground;
  const when = momentsIn(config.timeZone);
  // SMTP_URL cannot change while the process runs, so it is read once.
  const fromEnvironment = config.smtpUrl ? findMailServer(db, config, keys) : undefined;
  const findServer = () => fromEnvironment ?? findMailServer(db, config, keys);
  const compose = (row: OutboxRow) =>
    row.kind === 'invitation' ? composeInvitation(ground, row) : composeTokenMail({ ...ground, when }, row);
  const controllers = createControllers({ clock, log });
  const connection = new PsaConnection({ db, clock, keys, log, allowedHosts: config.psaAllowedHosts });
  const psa = new PsaWorker({ db, clock, log, timeZone: config.timeZone, psa: connection });
  const outbox = startOutboxWorker({
    db,
    clock,
    log,
    admit: (row) => admitMail({ db, clock, keys, controllers, psa: connection }, row),
    transport: createMailTransport(),
    compose,
    findServer: async () =>
      (await readMailTokenSettings(db)).senderAddress ? (await findServer())?.server : undefined,
  });
  return {
    ...ground,
    outbox,
    controllers,
    psa,
    misconfigured: new Set(),
    when,
    compose,
    findMailServer: findServer,
    readFrame: () => readFrame(db, clock(), findServer),
    async close() {
      await Promise.all([outbox.stop(), psa.stop()]);
      await db.destroy();
    },
  };
}
