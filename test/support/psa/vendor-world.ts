import { onTestFinished } from 'vitest';
import { connectPsa } from '../../../src/psa/change-psa.js';
import { linkCompany } from '../../../src/psa/companies/link-company.js';
import type { PsaKindName } from '../../../src/psa/connector.js';
import { type Portal, type PortalOptions, startPortal } from '../portal.js';
import type { FakePsa } from './fake-psa.js';
import { BY, creationsIn, type PsaWorld, syncIn } from './psa-world.js';
import { startFakePsa } from './vendors.js';

/** A portal beside a PSA of whatever vendor. */
export interface BesideVendor {
  portal: Portal;
  psa: FakePsa;
}

/** The same, connected and synced, with Acme linked to its company there. */
export interface VendorWorld extends BesideVendor, Pick<PsaWorld, 'sync' | 'creations'> {
  /** Acme's ids: here, and there. */
  acme: { id: string; there: string };
}

/** How many requests to create a contact have arrived there. */
export function creationsAskedAt({ server, isCreation }: FakePsa): number {
  return server.requests.filter(isCreation).length;
}

/** Whose contacts are there, by address. */
export function addressesAt(psa: Pick<FakePsa, 'contacts'>): string[] {
  return psa
    .contacts()
    .flatMap(({ addresses }) => addresses)
    .toSorted();
}

/** A portal that may ask the PSA beside it, and is not connected yet; both have one clock. */
export async function startBesideVendor(kind: PsaKindName, options: PortalOptions = {}): Promise<BesideVendor> {
  let clock = Date.now;
  const psa = await startFakePsa(kind, { clock: () => clock() });
  onTestFinished(() => psa.server.close());
  const env = { PSA_ALLOWED_HOSTS: psa.server.url, ...options.env };
  const portal = await startPortal({ atNoon: true, ...options, env });
  portal.secrets.push(...psa.secrets());
  clock = () => portal.ctx.clock();
  return { portal, psa };
}

export async function startVendorWorld(kind: PsaKindName, options: PortalOptions = {}): Promise<VendorWorld> {
  const { portal, psa } = await startBesideVendor(kind, options);
  const there = psa.company({ name: 'Acme Ltd' });
  await connectPsa(portal.ctx, psa.account(), BY);
  await portal.ctx.psa.idle();
  const id = await portal.given.company({ name: 'Acme Ltd', domains: ['acme.example'] });
  await linkCompany(portal.ctx, there, id, BY);
  return { portal, psa, sync: syncIn(portal), creations: creationsIn(portal), acme: { id, there } };
}
