import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../../src/config.js';
import type { Context } from '../../src/context.js';
import { connectPsa } from '../../src/psa/change-psa.js';
import { importCompany, linkCompany } from '../../src/psa/companies/link-company.js';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { en } from '../../src/text/en.js';
import type { FakePsa } from '../support/psa/fake-psa.js';
import { startFakePsa } from '../support/psa/vendors.js';
import { contactsByHand } from './by-hand.js';
import { inFolder } from './folder.js';
import { fillPsa, toTry } from './psa-records.js';
import { DEMO_ADMINISTRATOR } from './seed.js';

export interface DemoPsa {
  kind: 'open';
  /** The configuration of a portal beside it, which may speak to it. */
  beside(config: Config): Config;
  /** Connects a seeded portal with it, links some companies, and answers what there is to try. */
  connect(ctx: Context): Promise<string>;
}

type Linked = ReturnType<typeof fillPsa>;

const BY = { name: DEMO_ADMINISTRATOR.name };

/** Starts a PSA of this name that is gone when the process ends, as is the portal's folder beside it. */
export async function openDemoPsa(name: string): Promise<DemoPsa | { kind: 'refused'; reason: string }> {
  const kind = PSA_KINDS.find((one) => one === name);
  if (!kind) return { kind: 'refused', reason: `--psa knows no "${name}"; it knows: ${PSA_KINDS.join(', ')}` };
  const psa = await startFakePsa(kind);
  const toLink = fillPsa(psa);
  return {
    kind: 'open',
    beside: (config) => ({
      ...inFolder(config, folderUntilExit()),
      psaAllowedHosts: [...config.psaAllowedHosts, psa.server.url],
    }),
    async connect(ctx) {
      await connectPsa(ctx, psa.account(), BY);
      await ctx.psa.idle();
      await linkAll(ctx, toLink);
      return told(psa);
    },
  };
}

/** What the portal took from a PSA that is gone would be of no use to the next one. */
function folderUntilExit(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-demo-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function linkAll(ctx: Context, toLink: Linked): Promise<void> {
  for (const { psaId, name } of toLink) {
    const ours = await ctx.db.selectFrom('companies').select('id').where('name', '=', name).executeTakeFirst();
    const linked = await (ours ? linkCompany(ctx, psaId, ours.id, BY) : importCompany(ctx, psaId, BY));
    if (linked.kind !== 'linked') throw new Error(`${name} could not be linked: ${linked.kind}`);
  }
}

function told(psa: FakePsa): string {
  const { kind, site, fields, secret } = psa.account();
  const words = en.psaVendors[kind];
  const labels: Record<string, { label: string }> = words.fields;
  const typed = Object.entries(fields).map(([name, value]) => `${labels[name]?.label ?? name} ${value}`);
  return [
    `${words.name}: ${site}, gone when this ends, and so is what the portal learns. System > PSA is connected with:`,
    `  ${[...typed, `${words.secret.label} ${secret}`].join(', ')}`,
    `To see its contacts: ${contactsByHand(psa.account())}`,
    'Addresses to try:',
    ...toTry(psa).map(([address, what]) => `  ${address.padEnd(36)} ${what}`),
    '',
  ].join('\n');
}
