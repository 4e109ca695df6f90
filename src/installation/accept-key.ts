import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import type { KeyRing } from '../keys.js';
import { findOrInsertInstallation, type Installation, updateKeyFingerprint } from './installation-store.js';

export type KeyAccepted = { kind: 'accepted'; installation: Installation; rotated: boolean } | { kind: 'other-key' };

/**
 * Checks that this database was written with this key: with another, every token, session and sealed setting would be
 * void without a word. The previous key's database is taken over, which completes a rotation.
 */
export async function acceptKey(db: Db, { current, previous }: KeyRing): Promise<KeyAccepted> {
  return transaction(db, async (trx): Promise<KeyAccepted> => {
    const installation = await findOrInsertInstallation(trx, current.fingerprint);
    if (installation.key_fingerprint === current.fingerprint) return { kind: 'accepted', installation, rotated: false };
    if (installation.key_fingerprint !== previous?.fingerprint) return { kind: 'other-key' };
    await updateKeyFingerprint(trx, current.fingerprint);
    return { kind: 'accepted', installation, rotated: true };
  });
}
