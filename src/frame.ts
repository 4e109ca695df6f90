import type { Db } from './db/schema.js';
import type { FoundMailServer } from './mail/mail-server-store.js';
import { isMailDown } from './mail/mail-state.js';
import { readMailTokenSettings } from './mail-token/settings-store.js';
import type { Frame } from './web/page-frame.js';

/** What every page says about the portal, read from the rooms that know it. */
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
