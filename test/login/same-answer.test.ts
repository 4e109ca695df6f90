import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { answerOf, observe } from '../support/observed.js';
import { type Portal, startPortal } from '../support/portal.js';
import { givenAlice } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

/** All of one length, so that even the length of an answer tells nothing. */
const SOMEBODY = {
  'a contact': 'alice@acme.example',
  'an inactive contact': 'bobby@acme.example',
  'somebody new of a known domain': 'newby@acme.example',
  'somebody of an unknown domain': 'abc@other2.example',
  'somebody at a public provider': 'abcdefgh@gmail.com',
  'somebody of an inactive company': 'who@dormnt.example',
};
/** Has asked before the first observation: makes the domains' counters, and finds out that the mail server is down. */
const EARLIER = [
  'one@acme.example',
  'two@acme.example',
  'three@acme.example',
  'one@other2.example',
  'one@gmail.com',
  'one@dormnt.example',
];

test.each(['the mail server works', 'the mail server is down'])(
  'an attacker learns nothing from asking for addresses: same answers, rows and statements, while %s',
  async (state) => {
    const portal = await startPortal();
    if (state.endsWith('down')) portal.sink.refuse('connect', 421, 'Not now', 1000);
    await givenAcmeWithBobby(portal);
    const seen: [who: string, observed: unknown][] = [];
    for (const [who, address] of Object.entries(SOMEBODY)) seen.push([who, await observe(portal, address, walk)]);

    const [[, first] = [], ...others] = seen;
    for (const [who, observed] of others) expect(observed, who).toEqual(first);
  },
);

test('the second mail within 30 seconds is refused alike, whoever was asked for', async () => {
  const portal = await startPortal();
  await givenAcmeWithBobby(portal);
  const seen: unknown[] = [];
  for (const address of Object.values(SOMEBODY)) {
    const visitor = portal.visitor();
    await visitor.post('/login', { email: address });
    const here = await visitor.post('/login/resend');
    const elsewhere = await portal.visitor().post('/login', { email: address });
    expect([here.status, elsewhere.status]).toEqual([429, 429]);
    seen.push([answerOf(here, address), answerOf(elsewhere, address)]);
  }
  for (const observed of seen) expect(observed).toEqual(seen[0]);
});

async function givenAcmeWithBobby(portal: Portal): Promise<void> {
  const { companyId } = await givenAlice(portal);
  await portal.given.contact(companyId, 'bobby@acme.example', { active: false });
  await portal.given.company({ name: 'Gone Ltd', domains: ['dormnt.example'], active: false });
  for (const email of EARLIER) await portal.visitor().post('/login', { email });
  await portal.ctx.outbox.idle();
}

async function walk(visitor: Visitor, address: string): Promise<Response[]> {
  const asked = await visitor.post('/login', { email: address });
  const page = await visitor.get('/login/token');
  const options = await visitor.get('/login/options');
  const status = await visitor.get('/login/status');
  const wrong = await visitor.post('/login/token', { token: '0000-0000' });
  return [asked, page, options, status, wrong];
}
