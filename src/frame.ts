import type { Db } from './db/schema.js';
import type { FoundMailServer } from './mail/mail-server-store.js';
import { isMailDown } from './mail/mail-state.js';
import { readMailTokenSettings } from './mail-token/settings-store.js';

export type Notice = 'mail-down' | 'mail-busy' | 'not-sending' | 'no-sender' | Misconfigured;
/** What only administrators are told. */
export type Misconfigured = 'looks-like-http' | 'proxy-not-trusted';

/** What every page says about the portal. */
export interface Frame {
  portalName: string;
  helpContact: string;
  /** The address that mails come from; empty when none is set yet. */
  sender: string;
  notices: Notice[];
}

/** Reads the frame of a page from the rooms that know its parts. */
export async function readFrame(
  db: Db,
  now: number,
  findServer: () => Promise<FoundMailServer | undefined>,
): Promise<Frame> {
  const { portalName, helpContact, senderAddress: sender } = await readMailTokenSettings(db);
  return { portalName, helpContact, sender, notices: await mailNotices(db, now, await findServer(), sender) };
}

/** Why mails do not arrive, as far as that is known. */
async function mailNotices(db: Db, now: number, server: unknown, sender: string): Promise<Notice[]> {
  if (!server) return ['not-sending'];
  if (!sender) return ['no-sender'];
  return (await isMailDown(db, now)) ? ['mail-down'] : [];
}
