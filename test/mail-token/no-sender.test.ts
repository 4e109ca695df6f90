import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('without a sender address nothing is sent, everybody is told, and mails go once there is one', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.given.settings({ senderAddress: '' });
  const alice = portal.visitor();
  await alice.post('/login', { email: ALICE });
  await portal.ctx.outbox.idle();
  expect(portal.sink.mails).toEqual([]);
  expect((await alice.get('/login/token')).text).toContain('No sender email address is set yet');

  await portal.given.settings({ senderAddress: 'no-reply@msp.example' });
  portal.ctx.outbox.wake();
  const { code } = await portal.tokenMailed(ALICE);
  expect((await alice.post('/login/token', { token: code })).status).toBe(303);
});
