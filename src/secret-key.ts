import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Config, SECRET_KEY_BYTES } from './config.js';
import { deriveKeys, type KeyRing } from './keys.js';
import { publishFile } from './publish-file.js';

export type KeyRingRead =
  | { kind: 'keys'; ring: KeyRing }
  | { kind: 'no-key'; file: string }
  | { kind: 'short-key'; file: string };

/**
 * The keys from SECRET_KEY, else from `secret.key` in the data folder. Makes that file (mode 0600) when it is absent and
 * `create` is set: the portal does, the command line never, for a key made in the wrong folder opens nothing.
 */
export function readKeyRing(config: Config, { create }: { create: boolean }): KeyRingRead {
  const file = path.join(config.dataDir, 'secret.key');
  const secret = config.secretKey ?? readIfThere(file) ?? (create ? createKeyFile(file) : undefined);
  if (secret === undefined) return { kind: 'no-key', file };
  if (Buffer.byteLength(secret) < SECRET_KEY_BYTES) return { kind: 'short-key', file };
  const previous = config.previousSecretKey;
  return { kind: 'keys', ring: { current: deriveKeys(secret), ...(previous && { previous: deriveKeys(previous) }) } };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of two processes that start together one makes the key. It is on disk before it seals anything there. */
function createKeyFile(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${randomBytes(SECRET_KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  publishFile(draft, file);
  rmSync(draft);
  return readFileSync(file, 'utf8').trim();
}
