import { median } from './load.js';
import { companyId } from './seed.js';
import type { Portal } from './sites.js';
import type { Visitor } from './visitor.js';

/** How long a page of the console takes with few companies and with many, in milliseconds and in kilobytes. */
export interface ConsolePage {
  name: string;
  few: { ms: number; kb: number };
  many: { ms: number; kb: number };
}

const PAGE_ROWS = 50;
const WARM_UP = 10;

/** Every page of the console, one request after the other, the two portals in turn. */
export async function timeConsole(few: Portal, many: Portal, times: number): Promise<ConsolePage[]> {
  const pages: ConsolePage[] = [];
  for (const [name, pathFew, pathMany] of pathsIn(few, many)) {
    const [msFew, msMany]: [number[], number[]] = [[], []];
    let [kbFew, kbMany] = [0, 0];
    for (let nth = -WARM_UP; nth < times; nth++) {
      const one = await timed(few.administrator, pathFew);
      const other = await timed(many.administrator, pathMany);
      [kbFew, kbMany] = [one.kb, other.kb];
      if (nth < 0) continue;
      msFew.push(one.ms);
      msMany.push(other.ms);
    }
    pages.push({ name, few: { ms: median(msFew), kb: kbFew }, many: { ms: median(msMany), kb: kbMany } });
  }
  return pages;
}

/** The first company of `many` is the one with all the domains; the second is like any other. */
function pathsIn(few: Portal, many: Portal): [name: string, few: string, many: string][] {
  const lastPage = ({ world }: Portal) => `/admin/companies?page=${Math.ceil(world.companies / PAGE_ROWS)}`;
  const same = (name: string, path: string): [string, string, string] => [name, path, path];
  const [big, usual] = [`/admin/companies/${companyId(0)}`, `/admin/companies/${companyId(1)}`];
  return [
    same('Companies, first page', '/admin/companies'),
    ['Companies, last page', lastPage(few), lastPage(many)],
    same('Companies, search for a name', '/admin/companies?q=client+1000042'),
    same('Companies, search for part of a domain', '/admin/companies?q=d7'),
    same('Companies, search that finds nothing', '/admin/companies?q=nowhere'),
    same('Company with one domain', usual),
    [`Company with ${many.world.domains} domains (left: one)`, usual, big],
    same('Add company', '/admin/companies/new'),
    same('Mail Token', '/admin/mail-token'),
    same('Mail server', '/admin/mail-server'),
    same('Administrators', '/admin/administrators'),
  ];
}

async function timed(visitor: Visitor, path: string): Promise<{ ms: number; kb: number }> {
  const started = performance.now();
  const { status, body } = await visitor.get(path);
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return { ms: performance.now() - started, kb: Buffer.byteLength(body) / 1024 };
}
