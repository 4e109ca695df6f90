import path from 'node:path';
import type { Config } from '../../src/config.js';

/** The configuration, but for where the data lie; mails stay in the built-in inbox. */
export function inFolder(config: Config, dataDir: string): Config {
  const { smtpUrl: _none, ...rest } = config;
  return { ...rest, dataDir, database: { kind: 'sqlite', file: path.join(dataDir, 'latchkey.sqlite') } };
}
