import { expect, test } from 'vitest';
import { startVendorWorld, type VendorWorld } from '../../support/psa/vendor-world.js';
import { isSignedIn, recorded, signIn } from '../../support/sign-in.js';
import { connected, isAt } from './psa.js';

const [ANN, PRIVATE] = ['ann@acme.example', 'ann@private.example'];

test('an address that lists do not show is found at sign-in, and every sync leaves it', async () => {
  const world = await givenAnn();
  const { portal, sync } = world;
  const ann = await signedInBy(world, PRIVATE);
  for (const kind of ['changes', 'full', 'changes'] as const) {
    portal.passMinutes(60);
    await sync(kind);
    expect(await isSignedIn(ann)).toBe(true);
  }
  expect((await recorded(portal)).filter((event) => event.includes('address-ended'))).toEqual([]);
});

test('it is still known while the PSA is down', async () => {
  const world = await givenAnn();
  const { portal, psa, sync } = world;
  await signedInBy(world, PRIVATE);
  portal.passMinutes(60);
  await sync('full');
  psa.server.misbehave({ do: 'status', status: 503 });
  expect(await isSignedIn(await signedInBy(world, PRIVATE))).toBe(true);
});

test('once it is theirs no more, a full sync ends it and signs them out', async () => {
  const world = await givenAnn();
  const { portal, psa, annId, sync } = world;
  const ann = await signedInBy(world, PRIVATE);
  psa.changeContact(annId, { addresses: [ANN] });
  portal.passMinutes(60);
  await sync('full');
  expect(await isSignedIn(ann)).toBe(false);
  expect((await recorded(portal)).at(-1)).toContain('address-ended');
  expect(await isSignedIn(await signedInBy(world, ANN))).toBe(true);
});

test('somebody whose own address is taken away has none of the others either', async () => {
  const world = await givenAnn();
  const { portal, psa, annId, sync } = world;
  await signedInBy(world, PRIVATE);
  psa.changeContact(annId, { addresses: [] });
  portal.passMinutes(60);
  await sync('changes');
  const copied = await portal.ctx.db.selectFrom('psa_contacts').select('addresses').execute();
  expect(copied.map(({ addresses }) => JSON.parse(addresses))).toContainEqual([]);
});

test('of people without further addresses nobody is asked for one by one', async () => {
  const { psa, acme, sync } = await givenAnn();
  for (let at = 0; at < 20; at += 1) psa.contact({ companyId: acme.there, addresses: [`jo${at}@acme.example`] });
  await sync('full');
  psa.server.requests.length = 0;
  await sync('full');
  expect(psa.server.requests.filter(({ path }) => /\/Users\/\d+$/.test(path))).toEqual([]);
});

test('of a contact that is shown by itself all is known', async () => {
  const { fake, connector } = await connected();
  const body = { id: 7, client_id: 1, inactive: false, emailaddress: ANN };
  fake.misbehave({ match: isAt('/api/Users/7'), do: 'status', status: 200, body });
  expect(await connector.findContact('7')).not.toHaveProperty('partial');
});

async function givenAnn(): Promise<VendorWorld & { annId: string }> {
  const world = await startVendorWorld('halopsa');
  const { psa, acme, sync } = world;
  psa.hideFurther?.();
  const annId = psa.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', addresses: [ANN, PRIVATE] });
  psa.contact({ companyId: acme.there, firstName: 'Zoe', lastName: 'Else', addresses: ['zoe@acme.example'] });
  await sync('full');
  return { ...world, annId };
}

async function signedInBy({ portal }: VendorWorld, address: string) {
  const visitor = portal.visitor();
  await signIn(portal, visitor, address);
  return visitor;
}
