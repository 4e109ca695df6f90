import { expect, test } from 'vitest';
import type { DeliveryKind } from '../../src/mail/delivery.js';
import { forgetMailState, isMailDown, noteHandOvers } from '../../src/mail/mail-state.js';
import { MINUTE, openMailRoom, SECOND } from './mail-room.js';

test.each<{ outcomes: DeliveryKind[]; down: boolean }>([
  { outcomes: [], down: false },
  { outcomes: ['unreachable', 'unreachable'], down: false },
  { outcomes: ['unreachable', 'unreachable', 'unreachable'], down: true },
  { outcomes: ['unreachable', 'unreachable', 'deferred', 'unreachable'], down: false },
  { outcomes: ['unreachable', 'unreachable', 'unreachable', 'refused'], down: false },
  { outcomes: ['unreachable', 'unreachable', 'unreachable', 'sent'], down: false },
  { outcomes: ['refused', 'unreachable', 'unreachable', 'unreachable', 'unreachable'], down: true },
])('after $outcomes mail is down: $down, in one batch or one by one', async ({ outcomes, down }) => {
  const { db, clock } = await openMailRoom();
  await noteHandOvers(db, clock(), outcomes);
  expect(await isMailDown(db, clock())).toBe(down);
  await forgetMailState(db);
  for (const outcome of outcomes) await noteHandOvers(db, clock(), [outcome]);
  expect(await isMailDown(db, clock())).toBe(down);
});

test('mail is not down while a mail was sent less than two minutes ago, and up again with the next one', async () => {
  const { db, worker, post, clock, pass } = await openMailRoom();
  const outbox = worker();
  await post('jo@acme.example');
  outbox.wake();
  await outbox.idle();
  const sentAt = clock();

  pass(SECOND);
  await noteHandOvers(db, clock(), ['unreachable', 'unreachable', 'unreachable']);
  expect(await isMailDown(db, sentAt + 2 * MINUTE - 1)).toBe(false);
  expect(await isMailDown(db, sentAt + 2 * MINUTE)).toBe(true);

  await noteHandOvers(db, clock(), ['sent']);
  expect(await isMailDown(db, sentAt + 2 * MINUTE)).toBe(false);
});

test('while all is well nothing is written', async () => {
  const { db, clock } = await openMailRoom();
  await noteHandOvers(db, clock(), ['sent', 'refused', 'deferred', 'unknown', 'useless']);
  expect(await db.selectFrom('settings').selectAll().execute()).toEqual([]);
});

test('three hand-overs that reach nobody bring mail down, the one that gets through brings it back', async () => {
  const { db, worker, post, clock, pass, sink } = await openMailRoom();
  sink.refuse('connect', 554, 'Closed', 3);
  const outbox = worker();
  await post('jo@acme.example');
  for (const [tries, down] of [false, false, true, false].entries()) {
    outbox.wake();
    await outbox.idle();
    expect(await isMailDown(db, clock()), `after ${tries + 1} tries`).toBe(down);
    pass(MINUTE);
  }
});
