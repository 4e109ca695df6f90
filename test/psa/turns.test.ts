import { setTimeout as passed } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { Turns } from '../../src/psa/http/turns.js';
import { type Portal, startPortal } from '../support/portal.js';

const LIMIT = 2;
const LEASE_MS = 15_000;
const MINUTE = 60_000;

test('a process that has much to ask leaves turns to another one', async () => {
  const portal = await startPortal();
  const [busy, other] = [turnsIn(portal), turnsIn(portal)];
  let [done, stop] = [0, false];
  const asking = Array.from({ length: 3 * LIMIT }, async () => {
    while (!stop && done < 200) {
      await busy.take(() => passed(10));
      done += 1;
    }
  });
  await passed(100);
  const before = done;
  expect(await other.take(async () => 'asked')).toBe('asked');
  expect(done - before).toBeLessThan(100);
  stop = true;
  await Promise.all(asking);
});

test('what was answered counts, also when the turn cannot be given back; that comes back with time', async () => {
  const portal = await startPortal();
  const { db } = portal.ctx;
  const turns = turnsIn(portal);
  const created = await turns.take(async () => {
    await sql`alter table psa_turns rename to psa_turns_away`.execute(db);
    return 'created';
  });
  await sql`alter table psa_turns_away rename to psa_turns`.execute(db);
  expect(created).toBe('created');
  expect(await taken(portal)).toBe(1);
  portal.passMs(LEASE_MS);
  expect(await turns.take(async () => taken(portal))).toBe(1);
  expect(await taken(portal)).toBe(0);
});

test('turns that a process whose clock is some minutes ahead has are its own until then', async () => {
  const portal = await startPortal();
  await takenUntil(portal, 4 * MINUTE);
  let asked = false;
  const asking = turnsIn(portal).take(async () => {
    asked = true;
  });
  await passed(200);
  expect(asked).toBe(false);
  portal.passMs(4 * MINUTE);
  await asking;
  expect(asked).toBe(true);
});

test('turns that a clock gave away which was hours ahead are free', async () => {
  const portal = await startPortal();
  await takenUntil(portal, 120 * MINUTE);
  expect(await turnsIn(portal).take(async () => 'asked')).toBe('asked');
});

function turnsIn({ ctx: { db, clock, log } }: Portal): Turns {
  return new Turns({ db, clock, log, limit: LIMIT });
}

async function takenUntil({ ctx: { db, clock } }: Portal, ms: number): Promise<void> {
  const lease = { holder: 'ahead', lease_until: clock() + ms };
  await db.updateTable('psa_turns').set(lease).execute();
}

async function taken({ ctx: { db, clock } }: Portal): Promise<number> {
  const held = db.selectFrom('psa_turns').select('turn').where('lease_until', '>', clock());
  return (await held.execute()).length;
}
