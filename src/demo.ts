import path from 'node:path';
import { makeAdminLink } from './admin/admin-link.js';
import type { Config } from './config.js';
import { DEMO_ADMINISTRATOR, DEMO_CONTACT, seed } from './seed.js';
import { openOrExit, serve } from './serve.js';

const ctx = await openOrExit(inDemoFolder);
const seeded = await seed(ctx);
if (seeded.kind === 'refused') {
  process.stderr.write(`${seeded.reason}\n`);
  process.exit(1);
}
await serve(ctx);

const link = await makeAdminLink(ctx, DEMO_ADMINISTRATOR.address);
process.stdout.write(`\nSign in as ${DEMO_CONTACT}: ${ctx.config.publicUrl}/login\n`);
if (link.kind === 'link') process.stdout.write(`Open the console: ${link.url}\n`);
process.stdout.write(`Read the mails: ${ctx.config.publicUrl}/dev/inbox\n\n`);

/** Beside the real data, never in it. */
function inDemoFolder(config: Config): Config {
  const dataDir = path.join(config.dataDir, 'demo');
  const { smtpUrl: _none, ...rest } = config;
  return { ...rest, dataDir, database: { kind: 'sqlite', file: path.join(dataDir, 'latchkey.sqlite') } };
}
