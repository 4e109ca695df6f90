import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeAdminLink } from '../../src/admin/admin-link.js';
import type { Config } from '../../src/config.js';
import { openOrExit, serve } from '../../src/serve.js';
import { inFolder } from './folder.js';
import { openDemoPsa } from './psa.js';
import { DEMO_ADMINISTRATOR, DEMO_CONTACT, seed } from './seed.js';

/** A portal filled with believable data, to be tried by hand. `--psa autotask`: beside a fake of that vendor. */
const name = readPsaName();
const psa = name === undefined ? undefined : await openDemoPsa(name);
if (psa?.kind === 'refused') refuse(psa.reason);

const ctx = await openOrExit(psa ? psa.beside : inDemoFolder);
const seeded = await seed(ctx);
if (seeded.kind === 'refused') refuse(seeded.reason);
await serve(ctx);
const told = await psa?.connect(ctx);

const link = await makeAdminLink(ctx, DEMO_ADMINISTRATOR.address);
say(`\nSign in as ${DEMO_CONTACT}: ${ctx.config.publicUrl}/login`);
if (link.kind === 'link') say(`Open the console: ${link.url}`);
say(`Read the mails: ${ctx.config.publicUrl}/dev/inbox\n`);
if (told) say(told);

function readPsaName(): string | undefined {
  try {
    return parseArgs({ options: { psa: { type: 'string' } } }).values.psa;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Beside the real data, never in it. */
function inDemoFolder(config: Config): Config {
  return inFolder(config, path.join(config.dataDir, 'demo'));
}

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
