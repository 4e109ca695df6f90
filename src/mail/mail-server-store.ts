import type { Config } from '../config.js';
import type { Db } from '../db/schema.js';
import { deleteSettings, findSettings, saveSettings } from '../installation/settings-store.js';
import type { KeyRing } from '../keys.js';
import { isSealedWithPrevious, seal, tryOpen } from '../secret-box.js';
import { type MailServer, mailServerFromUrl } from './mail-server.js';
import { forgetMailState } from './mail-state.js';

export interface FoundMailServer {
  source: 'SMTP_URL' | 'console';
  server: MailServer;
  /** There is a password that cannot be opened, because its key is gone: it has to be typed again. */
  passwordLost?: true;
}

export type SavedMailServer = { kind: 'saved' } | { kind: 'saved-without-password' };

/** As it stands in the table: the password is sealed. */
type StoredMailServer = MailServer;

const NAME = 'mail-server';

/** The mail server in use: SMTP_URL wins over the console's. Undefined when there is none. */
export async function findMailServer(
  db: Db,
  config: Pick<Config, 'smtpUrl'>,
  ring: KeyRing,
): Promise<FoundMailServer | undefined> {
  if (config.smtpUrl) return { source: 'SMTP_URL', server: mailServerFromUrl(config.smtpUrl) };
  const stored = await findSettings<StoredMailServer>(db, NAME);
  if (!stored?.password) return stored && { source: 'console', server: withPassword(stored, undefined) };
  const opened = tryOpen(ring, stored.password);
  const server = withPassword(stored, opened);
  return { source: 'console', server, ...(opened === undefined && { passwordLost: true }) };
}

/**
 * Saves what an administrator entered; no password means to keep the stored one. Answers `saved-without-password` when
 * that one was dropped instead: it was meant for another host, port, encryption or user, and goes nowhere else.
 */
export async function saveMailServer(db: Db, ring: KeyRing, server: MailServer, now: number): Promise<SavedMailServer> {
  const stored = await findSettings<StoredMailServer>(db, NAME);
  const kept = stored && isSameAccount(stored, server) ? stored.password : undefined;
  const sealed = server.password ? seal(ring, server.password) : kept;
  await saveSettings(db, NAME, withPassword(server, sealed), now);
  await forgetMailState(db);
  return { kind: stored?.password && !sealed ? 'saved-without-password' : 'saved' };
}

export async function deleteMailServer(db: Db): Promise<void> {
  await deleteSettings(db, NAME);
  await forgetMailState(db);
}

/** Seals a password anew that was sealed with the previous key, which may then be taken away. For every start. */
export async function resealMailServer(db: Db, ring: KeyRing, now: number): Promise<void> {
  const stored = await findSettings<StoredMailServer>(db, NAME);
  if (!stored?.password || !isSealedWithPrevious(ring, stored.password)) return;
  const opened = tryOpen(ring, stored.password);
  if (opened !== undefined) await saveSettings(db, NAME, withPassword(stored, seal(ring, opened)), now);
}

/** Whether a password saved for one is meant for the other, too. */
export function isSameAccount(one: MailServer, other: MailServer): boolean {
  return one.host === other.host && one.port === other.port && one.tls === other.tls && one.user === other.user;
}

function withPassword({ host, port, tls, user }: MailServer, password: string | undefined): MailServer {
  return { host, port, tls, ...(user && { user }), ...(password && { password }) };
}
