import { expect, test } from 'vitest';
import { mailServerFromUrl } from '../../src/mail/mail-server.js';
import { countMailsSince } from '../../src/mail/outbox-store.js';
import { MINUTE, mailOf, openMailRoom, openSink, SECOND } from './mail-room.js';

test('a mail is sent once, however often the worker is woken', async () => {
  const { worker, post, row, events, sink } = await openMailRoom();
  const outbox = worker();
  const id = await post('jo@acme.example');
  outbox.wake();
  outbox.wake();
  await outbox.idle();
  outbox.wake();
  await outbox.idle();

  expect(sink.envelopes).toEqual([{ from: 'portal@msp.example', to: ['jo@acme.example'] }]);
  expect(await row(id)).toMatchObject({ state: 'sent', tries: 1, worker: null, lease_until: null });
  expect(await events()).toEqual([
    { kind: 'token-mail', outcome: 'sent', address: 'jo@acme.example', trace: expect.stringMatching(/^250 /) },
  ]);
});

test('many mails at once are each sent once', async () => {
  const { worker, post, sink } = await openMailRoom();
  const addresses = Array.from({ length: 60 }, (_, at) => `p${at}@acme.example`);
  await Promise.all(addresses.map((address) => post(address)));
  const outbox = worker();
  outbox.wake();
  await outbox.idle();
  expect(sink.envelopes.flatMap(({ to }) => to).sort()).toEqual(addresses.sort());
});

test('a mail that is not meant to go anywhere stays where it is and is not counted', async () => {
  const { db, worker, post, row, sink, clock } = await openMailRoom();
  const id = await post('nobody@acme.example', { nowhere: 'unmatched' });
  await post('jo@acme.example');
  const outbox = worker();
  outbox.wake();
  await outbox.idle();
  expect(await row(id)).toMatchObject({ state: 'nowhere', reason: 'unmatched', tries: 0 });
  expect(sink.mailsTo('nobody@acme.example')).toEqual([]);
  expect(await countMailsSince(db, clock() - 1, 10)).toBe(1);
});

test('mails are counted up to the limit, from the moment given', async () => {
  const { db, post, clock, pass } = await openMailRoom();
  await post('early@acme.example');
  pass(1);
  const since = clock() - 1;
  for (const name of ['a', 'b', 'c']) await post(`${name}@acme.example`);
  expect(await countMailsSince(db, since, 10)).toBe(3);
  expect(await countMailsSince(db, since, 2)).toBe(2);
});

test('451 twice, then 250: sent at the third try, after 5 and 15 seconds', async () => {
  const { worker, post, row, events, sink, pass } = await openMailRoom();
  sink.refuse('rcpt', 451, 'Greylisted, try later', 2);
  const outbox = worker();
  const id = await post('jo@acme.example');
  const tried = async (ms: number): Promise<number> => {
    pass(ms);
    outbox.wake();
    await outbox.idle();
    return (await row(id)).tries;
  };
  expect(await tried(0)).toBe(1);
  expect(await row(id)).toMatchObject({ state: 'pending', reply: expect.stringContaining('Greylisted') });
  expect(await tried(5 * SECOND - 1)).toBe(1);
  expect(await tried(1)).toBe(2);
  expect(await tried(15 * SECOND - 1)).toBe(2);
  expect(await tried(1)).toBe(3);
  expect((await row(id)).state).toBe('sent');
  expect(sink.mails).toHaveLength(1);
  expect(await events()).toHaveLength(1);
});

test('550 on the recipient is final, and the record has what the server said without the address', async () => {
  const { worker, post, row, events, sink, pass } = await openMailRoom();
  sink.refuse('rcpt', 550, '5.1.1 <jo@acme.example>: no such user');
  const outbox = worker();
  const id = await post('jo@acme.example');
  outbox.wake();
  await outbox.idle();
  pass(5 * MINUTE);
  outbox.wake();
  await outbox.idle();
  expect(await row(id)).toMatchObject({
    state: 'failed',
    tries: 1,
    reply: '550 5.1.1 <j…@acme.example>: no such user',
  });
  expect(await events()).toMatchObject([
    { kind: 'token-mail', outcome: 'refused', trace: expect.stringMatching('550') },
  ]);
  expect(sink.mails).toEqual([]);
});

test('a mail server that was down gets the mail when it is back', async () => {
  const { worker, post, row, pass, sink } = await openMailRoom();
  const dead = await openSink();
  await dead.close();
  let url = dead.url;
  const outbox = worker({ findServer: async () => mailServerFromUrl(url) });
  const id = await post('jo@acme.example');
  outbox.wake();
  await outbox.idle();
  expect(await row(id)).toMatchObject({ state: 'pending', reply: expect.stringContaining('ECONNREFUSED') });
  url = sink.url;
  pass(5 * SECOND);
  outbox.wake();
  await outbox.idle();
  expect((await row(id)).state).toBe('sent');
});

test('a mail that was never taken is shown as failed when less than a minute of its life would be left', async () => {
  const { worker, post, row, events, pass, sink } = await openMailRoom();
  sink.refuse('rcpt', 451, 'Not now', 100);
  const outbox = worker();
  const id = await post('jo@acme.example');
  for (let second = 0; second <= 10 * 60; second += 5) {
    outbox.wake();
    await outbox.idle();
    pass(5 * SECOND);
  }
  expect(await row(id)).toMatchObject({ state: 'failed', tries: 8 });
  expect(await events()).toMatchObject([{ outcome: 'failed' }]);
});

test('an expired mail is never sent', async () => {
  const { worker, post, row, events, pass, sink } = await openMailRoom();
  const id = await post('jo@acme.example');
  pass(10 * MINUTE);
  const outbox = worker();
  outbox.wake();
  await outbox.idle();
  expect((await row(id)).state).toBe('expired');
  expect(await events()).toMatchObject([{ kind: 'token-mail', outcome: 'expired' }]);
  expect(sink.mails).toEqual([]);
});

test('without a mail server mails wait, and expire when their time has come', async () => {
  const { worker, post, row, events, pass } = await openMailRoom();
  const outbox = worker({ findServer: async () => undefined });
  const id = await post('jo@acme.example');
  outbox.wake();
  await outbox.idle();
  expect(await row(id)).toMatchObject({ state: 'pending', tries: 0 });
  pass(10 * MINUTE);
  outbox.wake();
  await outbox.idle();
  expect((await row(id)).state).toBe('expired');
  expect(await events()).toMatchObject([{ outcome: 'expired' }]);
});

test('a mail whose attempt is over is not sent', async () => {
  const { worker, post, row, sink } = await openMailRoom();
  const outbox = worker({ compose: async () => undefined });
  const id = await post('jo@acme.example');
  outbox.wake();
  await outbox.idle();
  expect((await row(id)).state).toBe('expired');
  expect(sink.mails).toEqual([]);
});

test('a mail that cannot be made stops neither the others nor the worker', async () => {
  const { worker, post, row, pass, sink } = await openMailRoom();
  let broken = true;
  const outbox = worker({
    async compose(mail) {
      if (broken && mail.recipient === 'jo@acme.example') throw new Error('no template');
      return mailOf(mail);
    },
  });
  const jo = await post('jo@acme.example');
  const ann = await post('ann@acme.example');
  outbox.wake();
  await outbox.idle();
  expect((await row(jo)).state).toBe('pending');
  expect((await row(ann)).state).toBe('sent');
  broken = false;
  pass(5 * SECOND);
  outbox.wake();
  await outbox.idle();
  expect(sink.mailsTo('jo@acme.example')).toHaveLength(1);
});

test.each([
  { answers: 'takes', outcome: 'invitation-sent', trace: /^250 / },
  { answers: 'refuses', outcome: 'invitation-failed', trace: /^550 .*no such user/ },
])('an invitation that the mail server $answers is recorded under its inviter', async ({ answers, outcome, trace }) => {
  const { db, worker, post, sink } = await openMailRoom();
  if (answers === 'refuses') sink.refuse('rcpt', 550, '5.1.1 no such user');
  const outbox = worker();
  await post('smith@mps.example', { kind: 'invitation', attempt: undefined, administratorId: 'mia' });
  outbox.wake();
  await outbox.idle();
  const [event] = await db.selectFrom('audit_events').selectAll().execute();
  const about = { address: 'smith@mps.example', administrator_id: 'mia', by_stranger: 0 };
  expect(event).toMatchObject({ kind: 'administrator', outcome, ...about, trace: expect.stringMatching(trace) });
});
