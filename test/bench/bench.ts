import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { timeConsole } from './console-pages.js';
import { loadPages, loadSignIns, signIn } from './load.js';
import { startSink } from './sink.js';
import { openBaseline, openPortal, type Place, type Portal, type Site } from './sites.js';
import { type Figures, printConsole, printFlatness, printServers, whole } from './table.js';
import { COMPILED, compileServers, pinGenerator } from './targets.js';
import { openVisitor } from './visitor.js';

const FEW = { companies: 100, contacts: 1_000, domains: 1 };
const MANY = { companies: 10_000, contacts: 100_000, domains: 500 };
const VISITORS = 32;
const FULL = {
  rounds: 3,
  warmUpSeconds: 3,
  signInSeconds: 3,
  pageSeconds: 1.5,
  aloneSeconds: 1,
  consoleTimes: 50,
  flat: true,
};
const QUICK = {
  rounds: 1,
  warmUpSeconds: 1.5,
  signInSeconds: 2,
  pageSeconds: 1,
  aloneSeconds: 0.5,
  consoleTimes: 20,
  flat: false,
};
const LONGEST_MS = 5 * 60_000;

/**
 * Measures the built portal over real HTTP and SMTP on loopback, against bare Express in the same run, and prints tables. It
 * asserts nothing. `--quick`: one round. `--postgres URL`: sign-ins on that server too. `--profile FOLDER`: CPU profiles.
 */
const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, postgres: { type: 'string' }, profile: { type: 'string' } },
});
const plan = options.quick ? QUICK : FULL;
const open: Site[] = [];
const sink = await startSink();
const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-bench-'));
try {
  await Promise.race([measure(), interruption()]);
} catch (error) {
  say(`${errorsLogged()}\n${error}`);
  process.exitCode = 1;
} finally {
  for (const site of open) await site.close();
  sink.close();
  for (const made of [folder, COMPILED]) rmSync(made, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  compileServers();
  const place: Place = { folder, sink, pinned: pinGenerator(), profile: options.profile };
  say(`Node ${process.version} on ${cpus().length} cores of ${cpus()[0]?.model.trim()}`);
  say(place.pinned ? 'Server on one core, load from another' : 'Not pinned to cores (needs two, and taskset)');
  say(`${VISITORS} visitors at once, ${whole(MANY.contacts)} contacts, SQLite with a sync for every commit`);

  const few = await opened(openPortal(place, 'few', FEW));
  const many = await opened(openPortal(place, 'Latchkey', MANY));
  const consolePages = await timeConsole(few, many, plan.consoleTimes);
  const bare = await opened(openBaseline(place, 'bare Express', MANY.contacts, await sizeOfHome(many)));
  const { postgres } = options;
  const onPostgres = postgres ? [await opened(openPortal(place, 'on PostgreSQL', MANY, postgres))] : [];

  const figures = await inRounds([many, ...onPostgres, bare, ...(plan.flat ? [few] : [])]);
  const [main, ...others] = figures;
  const smaller = plan.flat ? others.pop() : undefined;
  printServers(figures.filter((one) => one !== smaller));
  if (main && smaller) printFlatness({ ...smaller, ...FEW }, { ...main, ...MANY });
  printConsole(consolePages, FEW.companies, MANY.companies);
}

/** Every server has its turn in every round, so that what else the machine does meets them alike. */
async function inRounds(sites: Site[]): Promise<Figures[]> {
  const figures = new Map<Site, Figures>();
  for (const site of sites) figures.set(site, await warmedUp(site));
  for (let round = 0; round < plan.rounds; round++) {
    for (const [site, { signIns, alone, pages, memoryMb }] of figures) {
      signIns.push(await loadSignIns(await crowd(site, VISITORS, plan.signInSeconds)));
      alone.push(await loadSignIns(await crowd(site, 1, plan.aloneSeconds)));
      pages.push(await loadPages(await crowd(site, VISITORS, plan.pageSeconds)));
      memoryMb.loaded = (await site.target.usage()).memoryMb;
    }
  }
  return [...figures.values()];
}

async function warmedUp(site: Site): Promise<Figures> {
  await loadSignIns(await crowd(site, VISITORS, plan.warmUpSeconds));
  await loadPages(await crowd(site, VISITORS, plan.warmUpSeconds / 3));
  const { startMs, memoryMb: started } = site.target;
  return { name: site.name, signIns: [], alone: [], pages: [], startMs, memoryMb: { started, loaded: 0 } };
}

async function crowd({ target, addresses }: Site, visitors: number, seconds: number) {
  return { target, sink, visitors, seconds, addresses: await addresses() };
}

async function sizeOfHome(portal: Portal): Promise<number> {
  const visitor = openVisitor(portal.target.port);
  const { value: address } = (await portal.addresses()).next();
  const home = await signIn(visitor, sink, address);
  visitor.close();
  return Buffer.byteLength(home);
}

async function opened<S extends Site>(opening: Promise<S>): Promise<S> {
  const site = await opening;
  open.push(site);
  return site;
}

/** Never answers, but throws when somebody wants it to end, or when it takes far too long. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Error(signal)));
    setTimeout(() => reject(new Error('It took too long')), LONGEST_MS).unref();
  });
}

/** The last errors of each server, which say more than the page somebody gets. */
function errorsLogged(): string {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const errorsIn = (log: string) => readFileSync(path.join(folder, log), 'utf8').match(/^.*"level":[56]0.*$/gm) ?? [];
  return logs.flatMap((log) => errorsIn(log).slice(-2)).join('\n');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
