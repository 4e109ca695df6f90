import { z } from 'zod';
import { isPlain } from '../plain-text.js';

export interface LineMessages {
  tooLong: string;
  notAllowed: string;
  /** Absent: the line may be empty. */
  empty?: string;
}

/** The longest line that goes into the sender or the subject of a mail. */
export const LONGEST_IN_HEADER = 78;

/** A field for one line of plain text, such as a name: blanks around it are dropped, and nothing in it is escaped here. */
export function lineField(max: number, { empty, tooLong, notAllowed }: LineMessages) {
  return z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((line) => empty === undefined || line !== '', empty)
    .refine((line) => [...line.slice(0, 2 * max + 1)].length <= max, tooLong)
    .refine(isPlain, notAllowed);
}
