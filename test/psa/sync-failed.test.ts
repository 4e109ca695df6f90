import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { isSqlite } from '../../src/db/database.js';
import type { Db } from '../../src/db/schema.js';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { textOf } from '../support/form.js';
import { ours, startAtNoon } from '../support/psa/at-noon.js';
import type { PsaWorld } from '../support/psa/psa-world.js';

const FAILED = 'Not everything could be taken over';

test('one company that cannot follow holds up no other and no sync, and the page says so until it can', async () => {
  const world = await startAtNoon();
  const { portal, fake, acme, linked } = world;
  const globex = await linked('Globex', ['globex.example']);
  const mend = await refuseContactsOf(portal.ctx.db, acme.id);
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@acme.example'] });
  fake.contact({ companyId: globex.there, firstName: 'Gus', emails: ['gus@globex.example'] });
  await pass(portal, 15);
  expect(await ours(portal)).toEqual(['gus@globex.example']);
  expect(await pageOf(world)).toContain(FAILED);
  const [changes] = await listSyncs(portal.ctx.db);
  expect(changes).toMatchObject({ fault: 'failed', lease_until: null });

  const before = fake.requests.length;
  await pass(portal, 14);
  expect(fake.requests.length).toBe(before);
  await mend();
  await pass(portal, 1);
  expect(await ours(portal)).toContain('ann@acme.example');
  expect(await pageOf(world)).not.toContain(FAILED);
});

test('a full sync that fails here is tried again the next night, and what changes comes over meanwhile', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  const { schema } = portal.ctx.db;
  await schema.alterTable('psa_contacts').renameTo('psa_contacts_away').execute();
  fake.contact({ companyId: acme.there, firstName: 'Zoe', emails: ['zoe@acme.example'] });
  await sync('full');
  await schema.alterTable('psa_contacts_away').renameTo('psa_contacts').execute();
  const [, full] = await listSyncs(portal.ctx.db);
  expect(full).toMatchObject({ fault: 'failed', lease_until: null });
  expect((full?.next_at ?? 0) - portal.ctx.clock()).toBeGreaterThan(12 * 3_600_000);
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@acme.example'] });
  await pass(portal, 15);
  expect((await ours(portal)).toSorted()).toEqual(['ann@acme.example', 'zoe@acme.example']);
});

async function pass({ ctx, passMinutes }: PsaWorld['portal'], minutes: number): Promise<void> {
  passMinutes(minutes);
  await ctx.psa.idle();
}

async function pageOf({ portal }: PsaWorld): Promise<string> {
  return textOf(await portal.administrator.get('/admin/psa'));
}

/** Has the database refuse new contacts of this company, until the answer is called. */
async function refuseContactsOf(db: Db, companyId: string): Promise<() => Promise<unknown>> {
  const id = sql.lit(companyId);
  if (isSqlite(db)) {
    const refusal = sql`begin select raise(abort, 'refused'); end`;
    await sql`create trigger refused before insert on contacts when new.company_id = ${id} ${refusal}`.execute(db);
    return () => sql`drop trigger refused`.execute(db);
  }
  await sql`alter table contacts add constraint refused check (company_id <> ${id}) not valid`.execute(db);
  return () => sql`alter table contacts drop constraint refused`.execute(db);
}
