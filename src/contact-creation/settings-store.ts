import type { Db } from '../db/schema.js';
import { findSettings, saveSettings } from '../installation/settings-store.js';
import { type ContactCreation, DEFAULTS } from './settings.js';

const NAME = 'contact-creation';

/** The saved rules over the defaults; read at use, so that a save needs no restart. */
export async function readContactCreation(db: Db): Promise<ContactCreation> {
  return { ...DEFAULTS, ...(await findSettings<Partial<ContactCreation>>(db, NAME)) };
}

export async function saveContactCreation(db: Db, rules: ContactCreation, now: number): Promise<void> {
  await saveSettings(db, NAME, rules, now);
}
