/** What breaks a line or a mail header, or turns text around: controls, line separators, bidi controls, halves of a pair. */
const NOT_PLAIN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const RUNS = new RegExp(`${NOT_PLAIN.source}+`, 'gu');

/** Whether a text is one line that reads as it stands. */
export function isPlain(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/** The text with something else for each run of characters that are not plain. */
export function replaceNotPlain(text: string, by: string): string {
  return text.replace(RUNS, by);
}
