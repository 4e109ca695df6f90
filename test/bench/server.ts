import type { Limits } from '../../src/mail-token/limits.js';
import { serve } from './served.js';

/** Instead of Infinity, which PostgreSQL takes for no integer. */
const UNREACHED = 1_000_000_000;

/**
 * The built portal as `npm start` runs it, all duties on, but for its limits: those of a real one would stop the load. Mails
 * are still counted as far as a real portal counts them. The argument is the URL of `dist/`.
 */
const dist = process.argv[2] ?? '';
const { readConfig }: typeof import('../../src/config.js') = await import(`${dist}config.js`);
const { openContext }: typeof import('../../src/context.js') = await import(`${dist}context.js`);
const { createApp }: typeof import('../../src/app.js') = await import(`${dist}app.js`);
const { startJobs }: typeof import('../../src/jobs/schedule.js') = await import(`${dist}jobs/schedule.js`);
const { setupKey }: typeof import('../../src/setup/setup.js') = await import(`${dist}setup/setup.js`);
const { LIMITS }: typeof import('../../src/mail-token/limits.js') = await import(`${dist}mail-token/limits.js`);

const unlimited = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, UNREACHED])) as unknown as Limits;
const read = readConfig();
if (read.kind === 'mistakes') throw new Error(read.mistakes.join('\n'));
const opened = await openContext(read.config, { limits: { ...unlimited, mailsInAll: LIMITS.mailsInAll } });
if (opened.kind === 'refused') throw new Error(opened.reason);
startJobs(opened.ctx);
serve(createApp(opened.ctx), setupKey(opened.ctx.keys.current, opened.ctx.installation));
