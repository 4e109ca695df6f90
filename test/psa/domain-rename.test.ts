import { expect, test } from 'vitest';
import { anotherWorker } from '../support/psa/another-worker.js';
import { startPsaWorld } from '../support/psa/psa-world.js';
import { recordStatements } from '../support/statements.js';

test('when all addresses of a company change, what is under way with the old ones ends in few statements', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  const { ctx } = portal;
  const ids = Array.from({ length: 600 }, (_none, at) => {
    return fake.contact({ companyId: acme.there, firstName: 'Jo', emails: [`jo${at}@acme.example`] }).id;
  });
  await sync();
  for (const [at, id] of ids.entries()) fake.update('contact', id, { emails: [`jo${at}@acme-group.example`] });
  await ctx.psa.stop();
  await ctx.db.updateTable('psa_syncs').set({ next_at: ctx.clock() }).where('kind', '=', 'changes').execute();
  const statements = recordStatements(ctx);
  await anotherWorker(ctx).idle();
  const renamed = ctx.db.selectFrom('contacts').select('id').where('address', 'like', '%@acme-group.example');
  expect(await renamed.execute()).toHaveLength(600);
  for (const start of ['update "attempts"', 'delete from "sessions"'])
    expect(statements.filter((text) => text.startsWith(start)).length).toBeLessThan(10);
});
