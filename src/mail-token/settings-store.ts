import type { Db } from '../db/schema.js';
import { findSettings, saveSettings } from '../installation/settings-store.js';
import { DEFAULTS, type MailTokenSettings } from './settings.js';

const NAME = 'mail-token';

/** The saved settings over the defaults; read at use, so that a save needs no restart. */
export async function readMailTokenSettings(db: Db): Promise<MailTokenSettings> {
  return { ...DEFAULTS, ...(await findSettings<Partial<MailTokenSettings>>(db, NAME)) };
}

export async function saveMailTokenSettings(db: Db, settings: MailTokenSettings, now: number): Promise<void> {
  await saveSettings(db, NAME, settings, now);
}
