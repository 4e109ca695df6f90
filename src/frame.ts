import type { Db } from './db/schema.js';
import type { FoundMailServer } from './mail/mail-server-store.js';
import { isMailDown } from './mail/mail-state.js';
import { readMailTokenSettings } from './mail-token/settings-store.js';

export type Notice = 'mail-down' | 'mail-busy' | 'not-sending' | Misconfigured;
/** What only administrators are told. */
export type Misconfigured = 'looks-like-http' | 'proxy-not-trusted';

/** What every page says about the portal. */
export interface Frame {
  portalName: string;
  helpContact: string;
  notices: Notice[];
}

/** Reads the frame of a page from the rooms that know its parts. */
export async function readFrame(
  db: Db,
  now: number,
  findServer: () => Promise<FoundMailServer | undefined>,
): Promise<Frame> {
  const { portalName, helpContact } = await readMailTokenSettings(db);
  const notSending = !(await findServer());
  const down = !notSending && (await isMailDown(db, now));
  return { portalName, helpContact, notices: notSending ? ['not-sending'] : down ? ['mail-down'] : [] };
}
