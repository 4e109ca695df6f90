import { closeSync, fsyncSync, linkSync, openSync } from 'node:fs';
import path from 'node:path';

/**
 * Gives a finished draft its name, too, safely on disk once this returns. A link is exclusive and whole: nobody reads
 * half of the file, and a file that has the name already keeps it.
 */
export function publishFile(draft: string, file: string): void {
  syncToDisk(draft);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  syncToDisk(path.dirname(file));
}

function syncToDisk(name: string): void {
  const descriptor = openSync(name, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
