import { localPartOf } from '../address/login-email.js';
import { accountOf } from '../attempt/account.js';
import type { Attempt } from '../attempt/attempt-store.js';

export interface SuggestedName {
  first_name: string;
  last_name: string;
}

/** First and last name as the directory has them, else as the address gives them away. */
export function suggestNameOf(attempt: Pick<Attempt, 'address' | 'account'>): SuggestedName {
  const { firstName = '', lastName = '' } = accountOf(attempt) ?? {};
  return firstName && lastName ? { first_name: firstName, last_name: lastName } : suggestName(attempt.address);
}

/** First and last name as far as the address gives them away: `jo.smith@…` is probably Jo Smith, `info@…` nobody. */
export function suggestName(address: string): SuggestedName {
  const words = (localPartOf(address).split('+')[0] ?? '').split(/[._]/).filter((word) => /^[a-z][a-z-]+$/.test(word));
  const [first, last, ...more] = words;
  if (!first || !last || more.length > 0) return { first_name: '', last_name: '' };
  return { first_name: capitalised(first), last_name: capitalised(last) };
}

function capitalised(word: string): string {
  return word.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
