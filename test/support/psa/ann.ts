import { signIn } from '../sign-in.js';
import type { Visitor } from '../visitor.js';
import { type PsaWorld, startPsaWorld } from './psa-world.js';

export const ANN = 'ann@acme.example';

/** Ann, whom the PSA knows, signed in here; somebody else is there, too. */
export async function givenAnnSignedIn(emails = [ANN]): Promise<{ world: PsaWorld; ann: Visitor; annId: number }> {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails });
  fake.contact({ companyId: acme.there, firstName: 'Zoe', lastName: 'Else', emails: ['zoe@acme.example'] });
  await sync();
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  portal.passMinutes(1);
  return { world, ann, annId: id };
}

/** Signs in, and answers the name that the portal greets with. */
export async function greeting({ portal }: PsaWorld, visitor: Visitor, address: string): Promise<string | undefined> {
  await signIn(portal, visitor, address);
  return /Hello, ([^<]+)/.exec((await visitor.get('/')).text)?.[1]?.trim();
}

/** Our contact with this address. */
export async function contactOf({ portal }: PsaWorld, address: string) {
  return portal.ctx.db.selectFrom('contacts').selectAll().where('address', '=', address).executeTakeFirst();
}
