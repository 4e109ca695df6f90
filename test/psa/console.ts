import type { Response } from 'supertest';
import type { Portal } from '../support/portal.js';
import type { FakeConnectWise } from '../support/psa/connectwise/server.js';
import { startBesidePsa } from '../support/psa/psa-world.js';
import type { Fields } from '../support/visitor.js';

export const PAGE = '/admin/psa';

export interface PsaWorld {
  portal: Portal;
  fake: FakeConnectWise;
  /** What somebody types to connect it. */
  typed: Fields;
  /** The same without the private key, as a form comes back that nobody typed it into anew. */
  untyped: Fields;
}

/** A portal that may ask a ConnectWise beside it, and is not connected yet. */
export async function givenConnectWise({ allowed = [] }: { allowed?: string[] } = {}): Promise<PsaWorld> {
  const { portal, fake } = await startBesidePsa({ allowed });
  const { companyId, publicKey, privateKey, clientId } = fake.account;
  portal.secrets.push(privateKey);
  const untyped = {
    kind: 'connectwise',
    site: fake.url,
    company_id: companyId,
    public_key: publicKey,
    client_id: clientId,
  };
  return { portal, fake, typed: { ...untyped, secret: privateKey }, untyped };
}

/** The same, connected through the console; the first sync has ended. */
export async function givenConnected(): Promise<PsaWorld> {
  const world = await givenConnectWise();
  await save(world.portal, world.typed);
  await world.portal.ctx.psa.idle();
  return world;
}

export async function save(portal: Portal, typed: Fields): Promise<Response> {
  const saved = await portal.administrator.post(PAGE, typed);
  if (saved.status !== 303) throw new Error(`Saving the PSA answered ${saved.status}: ${saved.text}`);
  return saved;
}

/** Links one of ours to one there, as the console does; nothing is brought over. */
export async function link({ ctx }: Portal, psaId: number, companyId: string): Promise<void> {
  await ctx.db
    .updateTable('psa_companies')
    .set({ company_id: companyId })
    .where('psa_id', '=', String(psaId))
    .execute();
}

export async function storedPsa({ ctx }: Portal): Promise<string | undefined> {
  const row = await ctx.db.selectFrom('settings').select('value').where('name', '=', 'psa').executeTakeFirst();
  return row?.value;
}
