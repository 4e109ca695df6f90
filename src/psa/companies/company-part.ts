import type { Db } from '../../db/schema.js';
import type { KeyRing } from '../../keys.js';
import { findPsa } from '../settings-store.js';
import { countFollowing, findPsaCompanyOf } from './company-link-store.js';
import { readSuggestionsOf } from './domain-suggestions.js';

/** What the company's page shows of the PSA; nothing while none is connected. */
export async function readCompanyPsa({ db, keys }: { db: Db; keys: KeyRing }, companyId: string): Promise<object> {
  const found = await findPsa(db, keys);
  if (!found) return {};
  const { kind } = found.account;
  const there = await findPsaCompanyOf(db, companyId);
  if (!there) return { psa: { kind } };
  const { psa_id: id, name, website, active } = there;
  const contacts = await countFollowing(db, companyId);
  const suggestions = await readSuggestionsOf(db, there);
  return { psa: { kind, there: { id, name, website, active: active === 1 }, contacts, suggestions } };
}
