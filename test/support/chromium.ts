import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchOptions } from 'playwright-core';
import { findChromium } from './parts.js';

export type Chromium = { kind: 'found'; launch: LaunchOptions } | { kind: 'missing'; reason: string };

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** The package's own fonts.conf names folders that are not ours; without a font all text has no size and axe sees none. */
const fontsBesideIt = `<?xml version="1.0"?>
<fontconfig><dir prefix="relative">fonts</dir><dir>/usr/share/fonts</dir></fontconfig>
`;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** How to launch the machine's Chromium, or else the one that the npm package carries. */
export function chromiumToLaunch(): Chromium {
  const part = findChromium();
  if (part.kind === 'missing') return part;
  if (part.kind === 'machine') return { kind: 'found', launch: { executablePath: part.path, args: flags } };
  const folder = unpack();
  const libraries = join(folder, 'al2023', 'lib');
  return {
    kind: 'found',
    launch: {
      executablePath: join(folder, 'chromium'),
      args: [...flags, '--no-zygote', '--headless=shell'],
      env: { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') },
    },
  };
}

/**
 * Unpacks the npm package's Chromium once per checkout. The package unpacks into the common temporary folder and trusts
 * what lies there already, so it is given a folder of ours; AWS_EXECUTION_ENV makes it unpack its libraries too.
 */
function unpack(): string {
  const folder = join(root, 'node_modules', '.cache', 'chromium');
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', "import c from '@sparticuz/chromium'; await c.executablePath()"],
    { cwd: root, env: { ...process.env, TMPDIR: unfinished, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' } },
  );
  writeFileSync(join(unfinished, 'fonts', 'fonts.conf'), fontsBesideIt);
  renameSync(unfinished, folder);
  return folder;
}
