import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db } from '../../src/db/schema.js';
import { choosePassword, enterPassword, tokenInstead } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { startPortal } from '../support/portal.js';

const NAME = { first_name: 'Jo', last_name: 'Smith' };

test('an account that is noted in the same instant as somebody presses Login Now elsewhere is linked to nobody', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const kiosk = await acme.addUser({ name: 'kiosk', mail: '' });
  const [browser, other] = [portal.visitor(), portal.visitor()];
  await choosePassword(browser, 'ceo@acme.example');
  const { link } = await tokenInstead(portal, browser, 'ceo@acme.example');
  const { db } = portal.ctx;

  // Both have read the attempt before either may write it; then the account comes first.
  const answers = await db.transaction().execute(async (trx) => {
    await trx.selectFrom('attempts').select('handle').forUpdate().execute();
    const noted = enterPassword(portal, browser, kiosk.password, { user_name: `ACME\\${kiosk.userName}` });
    await untilWaiting(db, 1);
    const clicked = other.post(link);
    await untilWaiting(db, 2);
    return [noted, clicked];
  });
  const [noted, clicked] = await Promise.all(answers);
  expect([noted?.headers.location, clicked?.headers.location]).toEqual(['/login/address', '/login/name']);
  expect((await other.post('/login/name', NAME)).headers.location).toBe('/');
  expect(await db.selectFrom('directory_accounts').selectAll().execute()).toEqual([]);
});

/** Until so many others wait for a row of this database. */
async function untilWaiting(db: Db, count: number): Promise<void> {
  const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting.execute(db)).rows.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}
