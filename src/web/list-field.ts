import { z } from 'zod';

const LONGEST_SHOWN = 60;

type Read = (word: string) => { entry: string } | { refused: (shown: string) => string };

/** A field for several short entries, with blanks, commas or line breaks between. The first that is refused says why. */
export function listField(most: number, tooMany: string, read: Read) {
  return z
    .string()
    .default('')
    .transform((typed, ctx) => {
      const words = new Set(typed.split(/[\s,;]+/).filter((word) => word !== ''));
      const entries = new Set<string>();
      if (words.size > most) ctx.addIssue({ code: 'custom', message: tooMany });
      for (const word of [...words].slice(0, most)) {
        const one = read(word);
        if ('entry' in one) entries.add(one.entry);
        else ctx.addIssue({ code: 'custom', message: one.refused(shortened(word)) });
      }
      return [...entries];
    });
}

function shortened(word: string): string {
  return word.length > LONGEST_SHOWN ? `${word.slice(0, LONGEST_SHOWN)}…` : word;
}
