import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { addressesThere, creationsAsked, NORA, NORA_NEW } from '../support/psa/new-person.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, recorded, signIn, statusOfAsking } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

test('whoever is there by now is linked, and not created a second time', async () => {
  const { world, nora } = await createdThereMeanwhile(({ acme }) => ({ companyId: acme.there, emails: [NORA] }));
  const { portal, fake, creations } = world;
  expect(creationsAsked(fake)).toBe(0);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
  expect(await recorded(portal)).toContain(`contact found-in-psa: as ${fake.contacts()[0]?.id}`);
  expect((await nora.get('/')).text).toContain('Hello, Nora New');
});

test('one with the address in other letters is the same one', async () => {
  const { world } = await createdThereMeanwhile(({ acme }) => ({
    companyId: acme.there,
    emails: ['NORA@Acme.example'],
  }));
  expect(await world.creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
});

test.each([
  ['inactive', { inactive: true }, 'contact is inactive in the PSA'],
  ['not allowed to sign in', { disablePortalLogin: true }, 'portal login is disabled in the PSA'],
])('whoever is there and %s is signed out, and let in no more', async (_what, state, why) => {
  const { world, nora } = await createdThereMeanwhile(({ acme }) => ({
    companyId: acme.there,
    emails: [NORA],
    ...state,
  }));
  const { portal, fake } = world;
  expect(creationsAsked(fake)).toBe(0);
  expect(await isSignedIn(nora)).toBe(false);
  portal.passMinutes(1);
  await statusOfAsking(portal, portal.visitor(), NORA);
  expect(portal.sink.mailsTo(NORA)).toHaveLength(1);
  expect((await recorded(portal)).at(-1)).toContain(why);
});

test('a shared mailbox with the address is nobody: somebody is created', async () => {
  const shared = { value: NORA, type: 'Shared Mailbox' } as const;
  const { world } = await createdThereMeanwhile(({ acme }) => ({ companyId: acme.there, emails: [shared] }));
  expect(await world.creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
});

test('an address of another company there needs somebody to look, who may have it created all the same, once', async () => {
  const { world, nora } = await createdThereMeanwhile(({ fake }) => ({
    companyId: fake.company({ name: 'Globex' }).id,
    firstName: 'Nora',
    lastName: 'Elsewhere',
    emails: [NORA],
  }));
  const { portal, fake, acme } = world;
  const id = fake.contacts()[0]?.id;
  expect(await told(world)).toEqual(['elsewhere', `Nora Elsewhere (${id})`]);
  const page = textOf(await portal.administrator.get('/admin/psa'));
  expect(page).toContain('Nora New is not in ConnectWise yet');
  expect(page).toContain(`In ConnectWise: Nora Elsewhere (${id}).`);
  expect(await recorded(portal)).toContain(`contact not-created-in-psa: elsewhere: Nora Elsewhere (${id})`);
  expect(await isSignedIn(nora)).toBe(true);

  await decide(world, 'approval');
  await decide(world, 'approval');
  expect(fake.contacts()).toHaveLength(2);
  expect(fake.contacts()[1]).toMatchObject({ firstName: 'Nora', lastName: 'New', company: { id: acme.there } });
});

test('what was approved is created once, also when the answer to that is lost', async () => {
  const { world } = await createdThereMeanwhile(({ fake }) => ({
    companyId: fake.company({ name: 'Globex' }).id,
    emails: [NORA],
  }));
  const { portal, fake, creations } = world;
  fake.misbehave({ match: ({ method }) => method === 'POST', times: 1, do: 'drop-after' });
  fake.misbehave({ do: 'hide-new', ms: 60_000 });
  await decide(world, 'approval');
  for (let minute = 0; minute < 3; minute += 1) {
    portal.passMinutes(1);
    await portal.ctx.psa.idle();
  }
  expect(addressesThere(fake)).toEqual([NORA, NORA]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
});

test('once an administrator has moved the other one here, trying again links it', async () => {
  const { world } = await createdThereMeanwhile(({ fake }) => ({
    companyId: fake.company({ name: 'Globex' }).id,
    emails: [NORA],
  }));
  const { fake, acme, creations } = world;
  fake.update('contact', fake.contacts()[0]?.id ?? 0, { companyId: acme.there });
  await decide(world, 'tries');
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
  expect(fake.contacts()).toHaveLength(1);
});

test('what somebody decides to leave is asked about no more, and the contact can sign in', async () => {
  const { world, nora } = await createdThereMeanwhile(({ fake }) => ({
    companyId: fake.company({ name: 'Globex' }).id,
    emails: [NORA],
  }));
  await decide(world, 'dismissal');
  await world.sync('full');
  expect(await world.creations()).toMatchObject([{ state: 'done', reason: 'dismissed' }]);
  expect(world.fake.contacts()).toHaveLength(1);
  expect(await isSignedIn(nora)).toBe(true);
});

test('a further address of somebody else at the company needs somebody to look', async () => {
  const { world } = await createdThereMeanwhile(({ acme }) => ({
    companyId: acme.there,
    firstName: 'Ann',
    lastName: 'Lee',
    emails: ['ann@acme.example', NORA],
  }));
  expect(await told(world)).toEqual(['other-contact', `Ann Lee (${world.fake.contacts()[0]?.id})`]);
});

test('a further address of several at the company needs somebody to look', async () => {
  const { world } = await createdThereMeanwhile(({ fake, acme }) => {
    fake.contact({ companyId: acme.there, firstName: 'Bob', lastName: 'Ray', emails: ['bob@acme.example', NORA] });
    return { companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: ['ann@acme.example', NORA] };
  });
  const [bob, ann] = world.fake.contacts();
  expect(await told(world)).toEqual(['several', `Bob Ray (${bob?.id}), Ann Lee (${ann?.id})`]);
});

type There = Parameters<PsaWorld['fake']['contact']>[0];

/** Nora is new everywhere when she asks for her token; when she is about to be created, somebody has her address there. */
async function createdThereMeanwhile(there: (world: PsaWorld) => There): Promise<{ world: PsaWorld; nora: Visitor }> {
  const world = await startPsaWorld();
  const { portal, fake } = world;
  const nora = portal.visitor();
  await signIn(portal, nora, NORA);
  fake.contact({ firstName: 'Nora', lastName: 'There', ...there(world) });
  await nora.post('/login/name', NORA_NEW);
  await portal.ctx.psa.idle();
  return { world, nora };
}

async function told({ creations }: PsaWorld): Promise<[reason: unknown, detail: unknown]> {
  const [job] = await creations();
  expect(job?.state).toBe('attention');
  return [job?.reason, job?.detail];
}

/** Presses one of the buttons beside the creation that needs attention, as often as somebody likes. */
async function decide({ portal }: PsaWorld, way: 'tries' | 'approval' | 'dismissal'): Promise<void> {
  const [job] = await portal.ctx.db.selectFrom('psa_creations').select('contact_id').execute();
  await portal.administrator.get('/admin/psa');
  await portal.administrator.post(`/admin/psa/creations/${job?.contact_id}/${way}`);
  await portal.ctx.psa.idle();
}
