import type { PsaKindName } from '../../../src/psa/connector.js';
import type { Portal, PortalOptions } from '../portal.js';
import { signIn } from '../sign-in.js';
import type { Visitor } from '../visitor.js';
import { ANN } from './ann.js';
import type { NewContactThere } from './fake-psa.js';
import { startVendorWorld, type VendorWorld } from './vendor-world.js';

/** Ann is inactive there and kept out here; Zoe is active, so that the PSA shows somebody. */
export interface InactiveAnn extends VendorWorld {
  annId: string;
}

interface Options extends PortalOptions {
  kind?: PsaKindName;
  /** Who is inactive there comes back; unless it is said otherwise. */
  returns?: boolean;
  ann?: NewContactThere;
}

export async function givenInactiveAnn({
  kind = 'connectwise',
  returns = true,
  ann,
  ...options
}: Options = {}): Promise<InactiveAnn> {
  const world = await startVendorWorld(kind, options);
  const { portal, psa, acme, sync } = world;
  await letReturn(portal, returns);
  psa.contact({ companyId: acme.there, firstName: 'Zoe', lastName: 'Else', addresses: ['zoe@private.example'] });
  const person = { companyId: acme.there, firstName: 'Ann', lastName: 'Lee', addresses: [ANN], inactive: true };
  const annId = psa.contact({ ...person, ...ann });
  await sync();
  psa.server.requests.length = 0;
  return { ...world, annId };
}

/** Says on System > Contact creation whether somebody who is inactive in the PSA comes back. */
export async function letReturn({ administrator }: Portal, returns: boolean, rule_set = 'directory-decides') {
  const saved = await administrator.post('/admin/contact-creation', {
    rule_set,
    ...(returns && { inactive_return: 'on' }),
  });
  if (saved.status !== 303) throw new Error(`Saving the rules answered ${saved.status}`);
}

/** Signs in by token: straight on, no name is asked. */
export async function signInAgain(portal: Portal, address = ANN): Promise<Visitor> {
  const visitor = portal.visitor();
  const { headers } = await signIn(portal, visitor, address);
  if (headers.location !== '/') throw new Error(`${address} did not come back: ${headers.location}`);
  return visitor;
}

/** Whether Ann may sign in, as it stands there. */
export function isActiveThere({ psa, annId }: InactiveAnn): boolean | undefined {
  return psa.contacts().find(({ id }) => id === annId)?.maySignIn;
}

/** How often the PSA was asked to make somebody active. */
export function reactivationsAsked({ psa }: Pick<VendorWorld, 'psa'>): number {
  return psa.server.requests.filter(psa.isReactivation).length;
}
