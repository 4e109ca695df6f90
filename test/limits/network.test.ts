import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice, recorded, signIn, statusOfAsking } from '../support/sign-in.js';

/** As if so many had asked from this network within the hour. */
async function givenAsked({ ctx }: Portal, count: number): Promise<void> {
  const changed = await ctx.db
    .updateTable('counters')
    .set({ count })
    .where('name', 'like', 'asked:contact:%')
    .execute();
  expect(changed[0]?.numUpdatedRows).toBe(1n);
}

test('1,200 requests an hour from one network are served, and then it waits', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await statusOfAsking(portal, portal.visitor(), 'first@acme.example');
  await givenAsked(portal, 1199);
  expect(await statusOfAsking(portal, portal.visitor(), 'second@acme.example')).toBe(303);
  const refused = await portal.visitor().post('/login', { email: 'third@acme.example' });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3500);
});

test('a neighbour who used up the network’s requests does not shut out a known browser or an administrator', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await signIn(portal, alice);
  await alice.post('/logout');
  portal.passMinutes(1);
  await statusOfAsking(portal, portal.visitor(), 'neighbour@acme.example');
  await givenAsked(portal, 5000);
  expect(await statusOfAsking(portal, portal.visitor(), 'colleague@acme.example')).toBe(429);
  expect(await statusOfAsking(portal, alice)).toBe(303);
  expect((await portal.visitor().post('/admin/login', { email: 'mia@msp.example' })).status).toBe(303);
});

test('the wait that is told is the one that is left when several limits are used up', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  await askForToken(portal, alice);
  await portal.ctx.db.updateTable('counters').set({ count: 30 }).where('name', '=', `mails:contact:${ALICE}`).execute();
  const refused = await portal.visitor().post('/login', { email: ALICE });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3500);
});

test('who redeemed is recorded with the address of the browser that redeemed', async () => {
  const portal = await startPortal({ env: { TRUST_PROXY: '1' } });
  await givenAlice(portal);
  const { link } = await askForToken(portal, portal.visitor('203.0.113.7'));
  await portal.visitor('198.51.100.1').post(link);
  const events = await portal.ctx.db.selectFrom('audit_events').select(['kind', 'client_address']).execute();
  const from = (kind: string) => events.filter((event) => event.kind === kind).map((event) => event.client_address);
  expect(from('token-asked')).toEqual(['203.0.113.7']);
  expect(from('token-redeemed')).toEqual(['198.51.100.1']);
  expect(await recorded(portal)).toContain('token-redeemed by-link');
});
