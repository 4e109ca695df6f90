import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../../src/config.js';
import type { Context } from '../../src/context.js';
import { connectPsa } from '../../src/psa/change-psa.js';
import { importCompany, linkCompany } from '../../src/psa/companies/link-company.js';
import { type FakeConnectWise, startFakeConnectWise } from '../support/psa/connectwise/server.js';
import { inFolder } from './folder.js';
import { fillPsa, TO_TRY } from './psa-records.js';
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
  if (name !== 'connectwise') return { kind: 'refused', reason: `--psa knows no "${name}"; it knows: connectwise` };
  const fake = await startFakeConnectWise();
  const toLink = fillPsa(fake);
  return {
    kind: 'open',
    beside: (config) => ({
      ...inFolder(config, folderUntilExit()),
      psaAllowedHosts: [...config.psaAllowedHosts, fake.url],
    }),
    async connect(ctx) {
      const { privateKey: secret, ...fields } = fake.account;
      await connectPsa(ctx, { kind: 'connectwise', site: fake.url, fields, secret }, BY);
      await ctx.psa.idle();
      await linkAll(ctx, toLink);
      return told(fake);
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

function told({ url, account }: FakeConnectWise): string {
  const { companyId, publicKey, privateKey, clientId } = account;
  const contacts = `${url}/v4_6_release/apis/3.0/company/contacts?pageSize=1000&orderBy=id%20desc`;
  return [
    `ConnectWise: ${url}, gone when this ends, and so is what the portal learns. System > PSA is connected with:`,
    `  company ID ${companyId}, public key ${publicKey}, private key ${privateKey}, client ID ${clientId}`,
    `Its contacts, the newest first: curl -u '${companyId}+${publicKey}:${privateKey}' -H 'clientId: ${clientId}' '${contacts}'`,
    'Addresses to try:',
    ...TO_TRY.map(([address, what]) => `  ${address.padEnd(36)} ${what}`),
    '',
  ].join('\n');
}
