import { fileURLToPath } from 'node:url';

/** A file or folder of this package, wherever the process was started: `src/` and `dist/` lie equally deep. */
export function packagePath(relative: string): string {
  return fileURLToPath(new URL(`../${relative}`, import.meta.url));
}
