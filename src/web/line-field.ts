import { z } from 'zod';

export interface LineMessages {
  tooLong: string;
  notAllowed: string;
  /** Absent: the line may be empty. */
  empty?: string;
}

/** The longest line that goes into the sender or the subject of a mail. */
export const LONGEST_IN_HEADER = 78;

/** Characters that break a mail header or turn text around: controls, line separators, bidi controls, halves of a pair. */
const NOT_PLAIN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** A field for one line of plain text, such as a name: blanks around it are dropped, and nothing in it is escaped here. */
export function lineField(max: number, { empty, tooLong, notAllowed }: LineMessages) {
  return z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((line) => empty === undefined || line !== '', empty)
    .refine((line) => [...line.slice(0, 2 * max + 1)].length <= max, tooLong)
    .refine((line) => !NOT_PLAIN.test(line), notAllowed);
}
