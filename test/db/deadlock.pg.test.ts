import { expect, test } from 'vitest';
import { transaction } from '../../src/db/transaction.js';
import { startPortal } from '../support/portal.js';

test('of two that wait for each other both come to their end', async () => {
  const portal = await startPortal();
  const { db } = portal.ctx;
  const [acme, globex] = [await portal.given.company({ name: 'Acme' }), await portal.given.company({ name: 'Globex' })];
  let met = 0;
  let meet = (): void => undefined;
  const bothHoldOne = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const rename = (first: string, second: string, name: string) =>
    transaction(db, async (trx) => {
      await trx.updateTable('companies').set({ name }).where('id', '=', first).execute();
      met += 1;
      if (met === 2) meet();
      await bothHoldOne;
      await trx.updateTable('companies').set({ name }).where('id', '=', second).execute();
    });
  await Promise.all([rename(acme, globex, 'One'), rename(globex, acme, 'Other')]);
  expect(met).toBe(3);
  const names = (await db.selectFrom('companies').select('name').execute()).map(({ name }) => name);
  expect(new Set(names).size).toBe(1);
});
