import { existsSync } from 'node:fs';
import { parseLoginEmail } from './address/login-email.js';
import { makeAdminLink } from './admin/admin-link.js';
import { findAdministratorByAddress, listAdministrators } from './admin/administrator-store.js';
import { addAdministrator } from './admin/administrators.js';
import { systemClock } from './clock.js';
import { type Config, readConfig } from './config.js';
import { DatabaseUnreachable, openDatabase } from './db/database.js';
import { isMigrated } from './db/migrate.js';
import type { Db } from './db/schema.js';
import { findInstallation, markSetUp } from './installation/installation-store.js';
import type { KeyRing } from './keys.js';
import { readKeyRing } from './secret-key.js';

const HELP = `Usage: npm run --silent latchkey -- COMMAND

  admin-link [ADDRESS]      prints a one-time sign-in link for an administrator; without an address lists them
  admin-add ADDRESS [NAME]  adds an administrator
  help                      prints this

It uses the same environment as the portal. Run it where the portal runs.
`;

interface Tools {
  config: Config;
  db: Db;
  keys: KeyRing;
  clock: typeof systemClock;
}

const [command = 'help', ...args] = process.argv.slice(2);
if (command === 'help' || command === '--help') print(HELP);
else if (command === 'admin-link' || command === 'admin-add') await withTools((tools) => run(command, tools));
else fail(`There is no command "${command}".\n\n${HELP}`);

async function run(name: 'admin-link' | 'admin-add', tools: Tools): Promise<void> {
  if (name === 'admin-add') return add(tools, args[0], args.slice(1).join(' '));
  return args[0] === undefined ? list(tools) : link(tools, args[0]);
}

async function list({ db }: Tools): Promise<void> {
  for (const { address, name } of await listAdministrators(db)) print(`${address}\t${name}\n`);
}

async function link(tools: Tools, typed: string): Promise<void> {
  const made = await makeAdminLink(tools, addressOf(typed));
  if (made.kind === 'not-an-administrator')
    fail(`${typed} is not an administrator. Without an address, admin-link lists them.`);
  note(`Good for ${made.minutes} minutes, once:`);
  print(`${made.url}\n`);
}

async function add(tools: Tools, typed: string | undefined, name: string): Promise<void> {
  if (typed === undefined) fail('Which address? npm run --silent latchkey -- admin-add jo@msp.example "Jo Smith"');
  const address = addressOf(typed);
  if (await findAdministratorByAddress(tools.db, address)) fail(`${address} is an administrator already.`);
  await addAdministrator(tools, { address, name: name || address }, { name: 'the command line' });
  await markSetUp(tools.db, tools.clock());
  print(`${address} is an administrator now.\n`);
}

/** Opens what the portal uses, and says which database that is. Makes neither a database nor a key. */
async function withTools(work: (tools: Tools) => Promise<void>): Promise<void> {
  const read = readConfig();
  if (read.kind === 'mistakes')
    fail(`The configuration has mistakes:\n${read.mistakes.map((line) => `  ${line}`).join('\n')}`);
  const { config } = read;
  note(`Database: ${nameOf(config)}`);
  if (config.database.kind === 'sqlite' && !existsSync(config.database.file))
    fail('There is no such file. Is DATA_DIR right?');
  const key = readKeyRing(config, { create: false });
  if (key.kind !== 'keys') fail(`There is no usable key in ${key.file}, and no SECRET_KEY. Is DATA_DIR right?`);
  const db = openDatabase(config.database);
  try {
    await assertOurs(db, key.ring);
    await work({ config, db, keys: key.ring, clock: systemClock });
  } catch (error) {
    if (!(error instanceof DatabaseUnreachable)) throw error;
    fail(error.message);
  } finally {
    await db.destroy();
  }
}

async function assertOurs(db: Db, keys: KeyRing): Promise<void> {
  if (!(await isMigrated(db))) fail('This database is not up to date. Start the portal once with this version.');
  const installation = await findInstallation(db);
  if (installation?.key_fingerprint !== keys.current.fingerprint) fail('This database belongs to another SECRET_KEY.');
}

function nameOf({ database }: Config): string {
  if (database.kind === 'sqlite') return database.file;
  const url = new URL(database.url);
  return `postgres://${url.host}${url.pathname}`;
}

function addressOf(typed: string): string {
  const parsed = parseLoginEmail(typed);
  if (parsed.kind === 'refused') fail(`"${typed}" is not an email address.`);
  return parsed.address;
}

function print(text: string): void {
  process.stdout.write(text);
}

/** Beside the answer, so that the answer alone can be piped on. */
function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
