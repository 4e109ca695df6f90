/** First and last name as far as the address gives them away: `jo.smith@…` is probably Jo Smith, `info@…` nobody. */
export function suggestName(address: string): { first_name: string; last_name: string } {
  const [localPart = ''] = address.split('@');
  const words = (localPart.split('+')[0] ?? '').split(/[._]/).filter((word) => /^[a-z][a-z-]+$/.test(word));
  const [first, last, ...more] = words;
  if (!first || !last || more.length > 0) return { first_name: '', last_name: '' };
  return { first_name: capitalised(first), last_name: capitalised(last) };
}

function capitalised(word: string): string {
  return word.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
