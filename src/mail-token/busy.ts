import type { Db } from '../db/schema.js';
import { countMailsSince } from '../mail/outbox-store.js';
import { HOUR, type Limits } from './limits.js';

/** True while so many mails went out within an hour that some people get none: the dialog says so to everybody. */
export async function isMailBusy(db: Db, now: number, { mailsToNewcomers }: Limits): Promise<boolean> {
  return (await countMailsSince(db, now - HOUR, mailsToNewcomers)) >= mailsToNewcomers;
}
