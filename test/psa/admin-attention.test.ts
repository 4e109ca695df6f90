import type { Insertable } from 'kysely';
import { expect, test } from 'vitest';
import type { PsaCreationTable } from '../../src/db/psa-tables.js';
import { newId } from '../../src/id.js';
import { replaceNotes } from '../../src/psa/contacts/note-store.js';
import { textOf } from '../support/form.js';
import type { Portal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';
import { givenConnected, link, PAGE, type PsaWorld } from './console.js';

const ALICE = 'alice@acme.example';

test('what failed is tried again at once, and the contact is created there', async () => {
  const { portal, fake, alice } = await givenCreation({ reason: 'unreachable' });
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('Needs attention 1 thing');
  expect(textOf(page)).toContain('Alice Adams is not in ConnectWise yet');
  expect(textOf(page)).toContain('could not be asked for a whole day');
  expect(page.text).not.toContain('/approval');

  await portal.administrator.post(`${PAGE}/creations/${alice}/tries`);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([{ firstName: 'Alice', lastName: 'Adams' }]);
  const after = textOf(await portal.administrator.get(PAGE));
  expect(after).toContain('It is tried again now.');
  expect(after).toContain('Needs attention Nothing.');
  expect(await recorded(portal)).toContain('psa creation-retried: by Mia Admin');
});

test('an address that another company has there is created all the same when somebody says so', async () => {
  const { portal, fake, alice } = await givenCreation({ reason: 'elsewhere', detail: 'Alice Elsewhere (77)' });
  const globex = fake.company({ name: 'Globex' });
  fake.contact({ companyId: globex.id, firstName: 'Alice', lastName: 'Elsewhere', emails: [ALICE] });
  expect(textOf(await portal.administrator.get(PAGE))).toContain('In ConnectWise: Alice Elsewhere (77).');

  await portal.administrator.post(`${PAGE}/creations/${alice}/tries`);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toHaveLength(1);
  await portal.administrator.post(`${PAGE}/creations/${alice}/approval`);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toHaveLength(2);
});

test('what is left stays here only, and is not asked about again', async () => {
  const { portal, fake, alice } = await givenCreation({ reason: 'several' });
  await portal.administrator.post(`${PAGE}/creations/${alice}/dismissal`);
  await portal.ctx.psa.idle();
  expect(textOf(await portal.administrator.get(PAGE))).toContain('the contact exists here only');
  expect(await jobs(portal)).toMatchObject([{ state: 'done', reason: 'dismissed' }]);
  expect(fake.contacts()).toEqual([]);
});

test.each([
  ['a refused one is not created all the same', 'attention', 'refused', 'approval'],
  ['a finished one is not tried again', 'done', 'created-in-psa', 'tries'],
  ['a finished one is not left', 'done', 'created-in-psa', 'dismissal'],
  ['one that waits is not left', 'waiting', 'company-not-linked', 'dismissal'],
] as const)('%s', async (_what, state, reason, act) => {
  const { portal, alice } = await givenCreation({ state, reason });
  const before = await jobs(portal);
  await portal.administrator.post(`${PAGE}/creations/${alice}/${act}`);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('This needs no attention any more.');
  expect(await jobs(portal)).toEqual(before);
});

test('a creation that is refused for want of rights is shown at once, although it is tried again by itself', async () => {
  const { portal, alice } = await givenCreation({ state: 'waiting', reason: 'unauthorized' });
  expect(textOf(await portal.administrator.get(PAGE))).toContain('does not let the API member add contacts');
  await portal.administrator.post(`${PAGE}/creations/${alice}/dismissal`);
  expect(textOf(await portal.administrator.get(PAGE))).not.toContain('does not let the API member add contacts');
});

test('contacts that wait for their company are told once a company, with where to link it', async () => {
  const { portal, acme } = await givenCreation({ state: 'waiting', reason: 'company-not-linked' });
  const bob = await portal.given.contact(acme, 'bob@acme.example', { first: 'Bob' });
  await insertJob(portal, bob, { state: 'waiting', reason: 'company-not-linked' });
  const page = await portal.administrator.get(PAGE);
  expect(textOf(page)).toContain('Needs attention 1 thing');
  expect(textOf(page)).toContain('2 new contacts wait for Acme Ltd to be linked');
  expect(page.text).toContain(`<a href="/admin/companies/${acme}/psa">Link Acme Ltd</a>`);
  expect(page.text).toContain(`action="/admin/psa/waiting/${acme}/dismissal"`);
  expect(page.text).toContain('aria-label="Leave them: 2 new contacts wait for Acme Ltd to be linked"');
});

test('a note is shown with what to do until somebody is done with it', async () => {
  const { portal, acme } = await givenCreation({ state: 'done' });
  const note = { company_id: acme, detail: 'Alice Adams (1); Al Adams (2)', created_at: 1 };
  await portal.ctx.db
    .insertInto('psa_notes')
    .values([
      { ...note, kind: 'double', subject: ALICE },
      { ...note, kind: 'moved', subject: 'b@acme.example' },
    ])
    .execute();
  const shown = textOf(await portal.administrator.get(PAGE));
  expect(shown).toContain(`Two contacts in ConnectWise have ${ALICE}`);
  expect(shown).toContain('In ConnectWise: Alice Adams (1); Al Adams (2).');
  await portal.administrator.post(`${PAGE}/notes/removals`, { kind: 'double', company: acme, subject: ALICE });
  const same = [{ subject: ALICE, detail: note.detail }];
  await replaceNotes(portal.ctx.db, 2, 'double', acme, same);
  const left = textOf(await portal.administrator.get(PAGE));
  expect(left).not.toContain(ALICE);
  expect(left).toContain('In ConnectWise b@acme.example belongs to somebody else now');
  await replaceNotes(portal.ctx.db, 3, 'double', acme, [{ subject: ALICE, detail: 'Alice Adams (1); Al Adams (3)' }]);
  expect(textOf(await portal.administrator.get(PAGE))).toContain('Al Adams (3)');
  expect((await recorded(portal)).at(-1)).toBe(`psa note-done: double: ${ALICE}; by Mia Admin`);
});

test.each([
  ['no kind', { kind: '' }],
  ['a kind that there is none of', { kind: 'settings' }],
  ['a subject with a NUL', { subject: 'a\0b' }],
  ['a company that is no id', { company: "' or 1=1" }],
])('a note with %s is refused', async (_what, wrong) => {
  const { portal } = await givenConnected();
  const fields = { kind: 'double', company: newId(1), subject: ALICE, ...wrong };
  expect((await portal.administrator.post(`${PAGE}/notes/removals`, fields)).status).toBe(400);
});

test('of many things the newest fifty come first, and the others on the next page', async () => {
  const { portal, acme } = await givenCreation({ state: 'done' });
  const rows = Array.from({ length: 51 }, (_, n) => ({
    kind: 'moved' as const,
    company_id: acme,
    subject: `nr${n}@acme.example`,
    detail: '',
    created_at: 1_000 + n,
  }));
  await portal.ctx.db.insertInto('psa_notes').values(rows).execute();
  const first = textOf(await portal.administrator.get(PAGE));
  expect(first).toContain('51 things');
  expect(first.indexOf('nr50@')).toBeLessThan(first.indexOf('nr49@'));
  expect(first).not.toContain('nr0@');
  expect(textOf(await portal.administrator.get(`${PAGE}?page=2`))).toContain('nr0@');
});

interface CreationWorld extends PsaWorld {
  acme: string;
  alice: string;
}

/** Acme, linked unless its contacts wait for that, and Alice, whose creation in ConnectWise stands like this. */
async function givenCreation(job: Partial<Insertable<PsaCreationTable>>): Promise<CreationWorld> {
  const world = await givenConnected();
  const { portal, fake } = world;
  const there = fake.company({ name: 'Acme Ltd' });
  await portal.administrator.post(`${PAGE}/syncs`);
  await portal.ctx.psa.idle();
  const acme = await portal.given.company({});
  if (job.reason !== 'company-not-linked') await link(portal, there.id, acme);
  const alice = await portal.given.contact(acme, ALICE);
  await insertJob(portal, alice, job);
  return { ...world, acme, alice };
}

async function insertJob(
  { ctx }: Portal,
  contact_id: string,
  job: Partial<Insertable<PsaCreationTable>>,
): Promise<void> {
  const now = ctx.clock();
  const later = now + 3_600_000;
  await ctx.db
    .insertInto('psa_creations')
    .values({ contact_id, state: 'attention', tries: 9, next_try_at: later, created_at: now, ...job })
    .execute();
}

async function jobs({ ctx }: Portal) {
  return ctx.db.selectFrom('psa_creations').selectAll().execute();
}
