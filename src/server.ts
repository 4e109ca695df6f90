import { findInstallation } from './installation/installation-store.js';
import { openOrExit, serve } from './serve.js';
import { setupKey } from './setup/setup.js';

const ctx = await openOrExit();
await serve(ctx);

// The one plain line among the JSON: what a person needs who has just started the portal for the first time.
const installation = await findInstallation(ctx.db);
if (installation?.set_up_at === null) {
  process.stdout.write(`Set up: ${ctx.config.publicUrl}/setup?key=${setupKey(ctx.keys.current, installation)}\n`);
}
