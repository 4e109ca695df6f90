import { expect, test } from 'vitest';
import { claimDueMails } from '../../src/mail/outbox-store.js';
import { MINUTE, mailOf, openMailRoom, SECOND } from './mail-room.js';

test('the mail of a worker that died is sent when its lease has run out, and the lost try is counted', async () => {
  const { db, worker, post, row, pass, clock, sink } = await openMailRoom();
  const id = await post('jo@acme.example');
  await claimDueMails(db, { now: clock(), worker: 'dead', leaseUntil: clock() + MINUTE, limit: 20, unadmitted: 0 });
  const outbox = worker();
  pass(MINUTE - 1);
  outbox.wake();
  await outbox.idle();
  expect(await row(id)).toMatchObject({ state: 'sending', worker: 'dead', unknown_outcomes: 0 });
  pass(1);
  outbox.wake();
  await outbox.idle();
  expect(await row(id)).toMatchObject({ state: 'sent', tries: 2, unknown_outcomes: 1 });
  expect(sink.mails).toHaveLength(1);
});

test('a worker that comes back after its lease has run out changes nothing any more', async () => {
  const { worker, post, row, events, pass, openAgain } = await openMailRoom();
  const id = await post('jo@acme.example');
  let resume = (): void => undefined;
  const asleep = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const slow = worker({ compose: async () => void (await asleep) });
  slow.wake();
  await expect.poll(async () => (await row(id)).state).toBe('sending');
  pass(MINUTE);
  const other = worker({ db: await openAgain() });
  other.wake();
  await other.idle();
  resume();
  await slow.idle();
  expect((await row(id)).state).toBe('sent');
  expect(await events()).toMatchObject([{ outcome: 'sent' }]);
});

test('three tries that end in nobody knows what are the last', async () => {
  const { worker, post, row, events, pass, sink } = await openMailRoom();
  sink.drop('data', 9);
  const outbox = worker();
  const id = await post('jo@acme.example');
  for (let round = 0; round < 6; round++) {
    outbox.wake();
    await outbox.idle();
    pass(30 * SECOND);
  }
  expect(await row(id)).toMatchObject({ state: 'failed', tries: 3, unknown_outcomes: 3 });
  expect(await events()).toMatchObject([{ outcome: 'failed' }]);
  expect(new Set(sink.mails.map((mail) => mail.messageId))).toEqual(new Set([`<${id}@msp.example>`]));
  expect(sink.mails).toHaveLength(3);
});

test('after three run-out leases a mail is not handed over once more', async () => {
  const { db, worker, post, row, pass, clock, sink } = await openMailRoom();
  const id = await post('jo@acme.example');
  for (let death = 0; death < 3; death++) {
    await claimDueMails(db, { now: clock(), worker: 'dead', leaseUntil: clock() + MINUTE, limit: 20, unadmitted: 0 });
    pass(MINUTE);
  }
  const outbox = worker();
  outbox.wake();
  await outbox.idle();
  expect((await row(id)).state).toBe('failed');
  expect(sink.mails).toEqual([]);
});

test('a stop finishes what is under way and gives the rest back untried', async () => {
  const { db, worker, post, sink } = await openMailRoom();
  const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => post(`p${at}@acme.example`)));
  let started = 0;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const outbox = worker({
    async compose(row) {
      started += 1;
      await held;
      return mailOf(row);
    },
  });
  outbox.wake();
  await expect.poll(() => started).toBe(5);
  const stopped = outbox.stop();
  release();
  await stopped;

  expect(sink.mails).toHaveLength(5);
  const rows = await db.selectFrom('outbox').selectAll().where('id', 'in', ids).execute();
  const pending = rows.filter((row) => row.state !== 'sent');
  expect(pending).toHaveLength(7);
  for (const row of pending) expect(row).toMatchObject({ state: 'pending', tries: 0, worker: null, lease_until: null });

  const next = worker();
  next.wake();
  await next.idle();
  expect(sink.mails).toHaveLength(12);
});

test('two workers on one database send each mail once', async () => {
  const { worker, post, sink, openAgain } = await openMailRoom();
  const addresses = Array.from({ length: 80 }, (_, at) => `p${at}@acme.example`);
  await Promise.all(addresses.map((address) => post(address)));
  const sentBy = [0, 0];
  const counting = (which: 0 | 1) => ({
    compose: async (row: { id: string }) => {
      sentBy[which] = (sentBy[which] ?? 0) + 1;
      return mailOf(row);
    },
  });
  const workers = [worker(counting(0)), worker({ db: await openAgain(), ...counting(1) })];
  for (const one of workers) one.wake();
  await Promise.all(workers.map((one) => one.idle()));
  expect(sink.envelopes.flatMap(({ to }) => to).sort()).toEqual(addresses.sort());
  expect(Math.min(...sentBy)).toBeGreaterThan(0);
});
