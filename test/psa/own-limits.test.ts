import { setTimeout as passed } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { acceptShrinking } from '../../src/psa/change-psa.js';
import type { PsaConnector } from '../../src/psa/connector.js';
import { REQUESTS } from '../../src/psa/http/within-limits.js';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { anotherConnection } from '../support/psa/another-worker.js';
import { createGate } from '../support/psa/misbehaviour.js';
import { BY, isLaterPage, type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';

const question = (connector: PsaConnector) => connector.findCompany('1');

test('a request that is sent three times counts three times', async () => {
  const { portal, fake } = await startPsaWorld();
  const connection = anotherConnection(portal.ctx);
  await connection.ask(question);
  const [counted, sent] = [await used(portal), fake.requests.length];
  fake.misbehave({ do: 'status', status: 503 });
  await connection.ask(question);
  expect(fake.requests).toHaveLength(sent + 3);
  expect(await used(portal)).toBe(counted + 3);
});

test('what an administrator accepted as gone is marked, although there are more questions to it than we ask in a minute', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  const { db } = portal.ctx;
  for (let at = 0; at < 60; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync('full');
  for (const { id } of fake.contacts().slice(0, 40)) fake.remove('contact', id);
  portal.passMinutes(1);
  await sync('full');
  await setUsed(portal, 580);
  await acceptShrinking(portal.ctx, BY);
  const syncing = portal.ctx.psa.idle();
  await expect.poll(() => used(portal)).toBeGreaterThan(600);
  portal.passMinutes(1);
  await syncing;
  expect(await listSyncs(db)).toMatchObject([{}, { fault: null, accepted: 0 }]);
  expect(await gone(portal)).toBe(40);
});

test('what was accepted is still accepted after a sync that the PSA cut off', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  for (let at = 0; at < 60; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync('full');
  for (const { id } of fake.contacts().slice(0, 40)) fake.remove('contact', id);
  portal.passMinutes(1);
  await sync('full');
  fake.misbehave({ do: 'status', status: 503 });
  await acceptShrinking(portal.ctx, BY);
  await portal.ctx.psa.idle();
  expect(await gone(portal)).toBe(0);
  fake.behave();
  portal.passMinutes(16);
  await portal.ctx.psa.idle();
  expect(await gone(portal)).toBe(40);
});

test('a sync that waits for our limits ends at once when the portal stops, and is due again', async () => {
  const { portal, fake } = await startPsaWorld();
  await setUsed(portal, 600);
  const { db, clock } = portal.ctx;
  await db.updateTable('psa_syncs').set({ next_at: clock() }).where('kind', '=', 'full').execute();
  const asked = fake.requests.length;
  portal.ctx.psa.wake();
  await expect.poll(() => used(portal)).toBeGreaterThan(600);
  const began = performance.now();
  await portal.ctx.psa.stop();
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(fake.requests).toHaveLength(asked);
  const full = (await listSyncs(db)).find(({ kind }) => kind === 'full');
  expect(full).toMatchObject({ fault: null, lease_until: null });
  expect(full?.next_at).toBeLessThanOrEqual(clock());
});

test('once the first answer has come after an outage everybody may ask, however long that question goes on', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  for (let at = 0; at < 300; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  const connection = anotherConnection(portal.ctx);
  fake.misbehave({ do: 'status', status: 503 });
  for (let failure = 0; failure < 5; failure += 1) await connection.ask(question);
  fake.behave();
  portal.passMs(31_000);
  const gate = createGate();
  fake.misbehave({ match: isLaterPage, do: 'wait', for: gate.opened });
  const long = connection.ask(async (connector) => {
    for await (const _page of connector.listContacts()) await passed(1);
  });
  await vi.waitFor(() => expect(fake.requests.some(isLaterPage)).toBe(true));
  expect((await connection.ask(question)).kind).toBe('answered');
  gate.open();
  await long;
});

async function used({ ctx }: PsaWorld['portal']): Promise<number> {
  const counter = ctx.db.selectFrom('counters').select('count').where('name', '=', REQUESTS);
  return (await counter.executeTakeFirst())?.count ?? 0;
}

async function setUsed({ ctx }: PsaWorld['portal'], count: number): Promise<void> {
  const window = { ends_at: ctx.clock() + 60_000, count };
  await ctx.db.updateTable('counters').set(window).where('name', '=', REQUESTS).execute();
}

async function gone({ ctx }: PsaWorld['portal']): Promise<number> {
  return (await ctx.db.selectFrom('psa_contacts').select('psa_id').where('refusal', '=', 'gone').execute()).length;
}
