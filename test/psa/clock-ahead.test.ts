import { expect, test } from 'vitest';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { addressesThere, NORA, signInNew } from '../support/psa/new-person.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';

const HOUR = 60;
const YEAR = 365 * 24 * HOUR;

test('after a clock that was a year ahead for a moment the next sync comes in time, and is a full one', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  const [ann, bob] = ['ann', 'bob'].map((name) =>
    fake.contact({ companyId: acme.there, firstName: name, emails: [`${name}@acme.example`] }),
  );
  await sync('full');
  await inTheFuture(portal, () => portal.ctx.psa.idle());
  fake.update('contact', ann?.id ?? 0, { inactive: true });
  fake.remove('contact', bob?.id ?? 0);
  portal.passMinutes(16);
  await portal.ctx.psa.idle();
  expect(await refusals(portal)).toEqual(['inactive', 'gone']);
  for (const { since, next_at } of await listSyncs(portal.ctx.db)) {
    expect(since).toBeLessThanOrEqual(portal.ctx.clock());
    expect(next_at).toBeLessThan(portal.ctx.clock() + 25 * 3_600_000);
  }
});

test('a process that died while its clock was ahead holds no sync back', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  const { db, clock } = portal.ctx;
  const ahead = clock() + YEAR * 60_000;
  await db.updateTable('psa_syncs').set({ worker: 'dead', lease_until: ahead, next_at: ahead }).execute();
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@acme.example'] });
  await portal.ctx.psa.idle();
  expect(await refusals(portal)).toEqual([null]);
});

test('what changed is read in full when the last sync is said to lie ahead', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  const { db, clock } = portal.ctx;
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@acme.example'] });
  const changes = db.updateTable('psa_syncs').where('kind', '=', 'changes');
  await changes.set({ since: clock() + 2 * 3_600_000, next_at: clock() }).execute();
  await portal.ctx.psa.idle();
  expect(await refusals(portal)).toEqual([null]);
  expect((await listSyncs(db))[0]?.since).toBeLessThanOrEqual(clock());
});

test('somebody whose creation a clock that was ahead has put off, or said to be asked for then, is created soon', async () => {
  const { portal, fake } = await startPsaWorld();
  const { db, clock } = portal.ctx;
  await fake.stop();
  await signInNew(portal);
  await portal.ctx.psa.idle();
  const ahead = clock() + YEAR * 60_000;
  await db.updateTable('psa_creations').set({ next_try_at: ahead, posted_at: ahead, lease_until: ahead }).execute();
  await fake.start();
  for (let minutes = 0; minutes < 15; minutes += 5) {
    await portal.ctx.psa.idle();
    portal.passMinutes(5);
  }
  await portal.ctx.psa.idle();
  expect(addressesThere(fake)).toEqual([NORA]);
});

test('a pause that a clock that was ahead has written holds nothing back', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  await portal.ctx.db
    .updateTable('psa_health')
    .set({ paused_until: portal.ctx.clock() + YEAR * 60_000 })
    .execute();
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@acme.example'] });
  await sync();
  expect(await refusals(portal)).toEqual([null]);
});

async function inTheFuture(portal: PsaWorld['portal'], work: () => Promise<void>): Promise<void> {
  portal.passMinutes(YEAR);
  await work();
  portal.passMinutes(-YEAR);
}

async function refusals({ ctx }: PsaWorld['portal']) {
  const contacts = ctx.db.selectFrom('contacts').select('psa_refusal').orderBy('address');
  return (await contacts.execute()).map(({ psa_refusal }) => psa_refusal);
}
