import { expect, test, vi } from 'vitest';
import { importCompany } from '../../src/psa/companies/link-company.js';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import { createGate } from '../support/psa/misbehaviour.js';
import { BY, isLaterPage, type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, signIn, statusOfAsking } from '../support/sign-in.js';
import { recordStatements } from '../support/statements.js';

const ANN = 'ann@acme.example';
const PAGE = 250;

test('5,000 contacts of one company, with four addresses each, come over in as many requests as pages, and in few statements', async () => {
  const { portal, fake, acme } = await startPsaWorld();
  for (let at = 0; at < 5_000; at += 1) {
    const emails = ['', '.b', '.c', '.d'].map((part) => `jo${at}${part}@acme.example`);
    fake.contact({ companyId: acme.there, firstName: 'Jo', lastName: `Doe ${at}`, emails });
  }
  const { requests, statements } = await syncRecorded({ portal, fake });
  expect(requests.length).toBeLessThanOrEqual(5_000 / PAGE + 5);
  // A company comes over in one commit, which everybody waits for on SQLite.
  expect(statements.length).toBeLessThan(500);
  expect(await count(portal, 'contacts')).toBe(5_000);
  expect(await count(portal, 'further_addresses')).toBe(15_000);

  const again = await syncRecorded({ portal, fake });
  expect(again.statements.filter((text) => /^(insert|update)/i.test(text)).length).toBeLessThan(150);
}, 120_000);

test('400 companies with their contacts come over in as many requests as pages', async () => {
  const { portal, fake, sync } = await startPsaWorld();
  const companies = Array.from({ length: 400 }, (_none, at) => fake.company({ name: `Company ${at}` }).id);
  await sync();
  for (const id of companies) await importCompany(portal.ctx, String(id), BY);
  for (const id of companies) fake.contact({ companyId: id, firstName: 'Jo', emails: [`jo@c${id}.example`] });
  const { requests, statements } = await syncRecorded({ portal, fake });
  expect(requests.length).toBeLessThanOrEqual(400 / PAGE + 400 / PAGE + 5);
  expect(statements.length).toBeLessThan(400 * 20);
  expect(await count(portal, 'contacts')).toBe(400);
}, 120_000);

test('people sign in while a sync is in its middle', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Ann', lastName: 'Lee', emails: [ANN] });
  await sync();
  for (let at = 0; at < 600; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  const gate = createGate();
  fake.misbehave({ match: isLaterPage, do: 'wait', for: gate.opened });
  const syncing = sync('full');
  await vi.waitFor(() => expect(fake.requests.some(isLaterPage)).toBe(true));
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  expect(await isSignedIn(ann)).toBe(true);
  expect(await count(portal, 'contacts')).toBe(1);
  gate.open();
  await syncing;
  expect(await count(portal, 'contacts')).toBe(601);
});

test('contacts without an address that anybody could sign in with come over too, and become nobody', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  const unusable = [
    '',
    ' ',
    'none',
    'a b@acme.example',
    '@acme.example',
    `${'x'.repeat(250)}@acme.example`,
    'ann@',
    '💥',
  ];
  for (const value of unusable) fake.contact({ companyId: acme.there, firstName: 'No', emails: [value] });
  fake.contact({ companyId: acme.there, firstName: '\u0000'.repeat(40), lastName: '‮evil', emails: [` ${ANN} `] });
  fake.contact({ companyId: acme.there, firstName: '', lastName: '', emails: ['ANN@Acme.Example', 'x@y'] });
  await sync('full');
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{ fault: null }, { fault: null, contacts: 10 }]);
  const contacts = portal.ctx.db.selectFrom('contacts').select(['first_name', 'last_name', 'address']);
  expect(await contacts.execute()).toEqual([{ first_name: '', last_name: 'evil', address: ANN }]);
});

test.each([
  ['none of the few contacts that there were', 5, 5],
  ['half of many contacts', 60, 30],
])('when the PSA suddenly shows %s, everybody is as they were, and the sync says so', async (_what, there, less) => {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  for (let at = 0; at < there; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync('full');
  const jo = portal.visitor();
  await signIn(portal, jo, 'jo0@acme.example');
  for (const { id } of fake.contacts().slice(0, less)) fake.remove('contact', id);
  await sync('full');
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{}, { kind: 'full', fault: 'shrunk' }]);
  expect(await keptOut(portal)).toBe(0);
  expect(await isSignedIn(jo)).toBe(true);
  expect(await statusOfAsking(portal, portal.visitor(), 'jo1@acme.example')).toBe(303);
  expect(portal.sink.mailsTo('jo1@acme.example')).toHaveLength(1);
});

test('when the PSA shows no company any more, and then all again, nobody notices', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  await sync('full');
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  const gone = { status: 404, body: { code: 'NotFound', message: 'Not found' } };
  fake.misbehave({ match: ({ path }) => /\/(companies|contacts)$/.test(path), do: 'status', status: 200, body: [] });
  fake.misbehave({ match: ({ path }) => /\/\d+$/.test(path), do: 'status', ...gone });
  await sync('full');
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{}, { fault: 'shrunk' }]);
  expect(await isSignedIn(ann)).toBe(true);
  fake.behave();
  await sync('full');
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{}, { fault: null }]);
  expect(await isSignedIn(ann)).toBe(true);
});

test('what changes there comes over also by a sync that misses too much', async () => {
  const { portal, fake, acme, sync } = await startPsaWorld();
  for (let at = 0; at < 60; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync('full');
  const [last] = fake.contacts().slice(-1);
  for (const { id } of fake.contacts().slice(0, 30)) fake.remove('contact', id);
  fake.update('contact', last?.id ?? 0, { inactive: true });
  await syncRecorded({ portal, fake });
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{}, { fault: 'shrunk' }]);
  expect(await keptOut(portal)).toBe(1);
});

type Place = Pick<PsaWorld, 'portal' | 'fake'>;

/** A full sync by a worker of which every statement is noted; answers those, and what it asked the PSA. */
async function syncRecorded({ portal, fake }: Place): Promise<{ requests: FakeRequest[]; statements: string[] }> {
  const { ctx } = portal;
  await ctx.psa.stop();
  await ctx.db.updateTable('psa_syncs').set({ next_at: ctx.clock() }).where('kind', '=', 'full').execute();
  await ctx.db
    .updateTable('psa_syncs')
    .set({ next_at: ctx.clock() + 1e7 })
    .where('kind', '=', 'changes')
    .execute();
  const before = fake.requests.length;
  const plain = ctx.db;
  const statements = recordStatements(ctx);
  await anotherWorker(ctx).idle();
  ctx.db = plain;
  return { requests: fake.requests.slice(before), statements };
}

async function count({ ctx }: PsaWorld['portal'], table: 'contacts' | 'further_addresses'): Promise<number> {
  const rows = ctx.db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('count'));
  return Number((await rows.executeTakeFirstOrThrow()).count);
}

async function keptOut({ ctx }: PsaWorld['portal']): Promise<number> {
  return (await ctx.db.selectFrom('contacts').select('id').where('psa_refusal', 'is not', null).execute()).length;
}
