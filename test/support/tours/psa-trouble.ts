import type { BrowserContextOptions } from 'playwright-core';
import { administratorAt } from '../person.js';
import type { Portal } from '../portal.js';
import { startPsaWorld } from '../psa/psa-world.js';
import { type Look, stopFor } from './stop.js';

/** What goes wrong with a PSA: everything that can need attention, waiting, silence, and a sync that shows too little. */
export async function everyTroubleOfPsa(look: Look, options: BrowserContextOptions = {}): Promise<void> {
  const stop = stopFor(look);
  const { portal, fake, acme } = await startPsaWorld();
  const { db, psa } = portal.ctx;
  const mia = await administratorAt(portal, options);
  await givenCreations(portal, acme.id);
  await givenReactivations(portal, acme);
  await givenNotes(portal, acme.id);
  await mia.goto('/admin/psa');
  await stop(mia, 'Needs attention');
  await mia.getByRole('button', { name: 'Done: In ConnectWise the name is Acme Holding now' }).click();
  await stop(mia, 'Done.');
  await mia.getByRole('button', { name: 'Leave them: 1 new contact waits for Globex to be linked' }).click();
  await stop(mia, 'They are left as they are: these contacts exist here only.');
  await givenMany(portal);
  await mia.goto('/admin/psa?page=2');
  await stop(mia, 'Needs attention');

  const sync = async () => {
    await mia.goto('/admin/psa');
    await mia.getByRole('button', { name: 'Sync now' }).click();
    await psa.idle();
    await mia.goto('/admin/psa');
  };
  fake.misbehave({ do: 'status', status: 429, headers: { 'Retry-After': '600' } });
  await sync();
  await stop(mia, 'It asked us to wait until');
  portal.passMinutes(11);
  await fake.stop();
  await sync();
  await stop(mia, 'Does not work');
  await db.updateTable('psa_syncs').set({ fault: 'shrunk' }).where('kind', '=', 'full').execute();
  await mia.reload();
  await stop(mia, 'They are gone: let nobody of them in any more');
  await mia.locator('[name="public_key"]').fill('another');
  await mia.locator('[name="public_key"]').press('Enter');
  await stop(mia, 'There is no private key. Enter it and save.');
}

/** Contacts that could not be created, for every reason there is. */
async function givenCreations({ ctx, given }: Portal, acme: string): Promise<void> {
  const job = { state: 'attention', tries: 9, created_at: ctx.clock(), next_try_at: ctx.clock() } as const;
  const add = (contact_id: string, reason: string, more: object = {}) =>
    ctx.db
      .insertInto('psa_creations')
      .values({ ...job, contact_id, reason, ...more })
      .execute();
  for (const [reason, detail] of [
    ['unreachable', null],
    ['unusable', 'An unexpected error occurred'],
    ['unreadable', '301 (disablePortalLoginFlag: Invalid input: expected boolean, received undefined)'],
    ['unauthorized', null],
    ['refused', 'The field firstName is too long'],
    ['several', 'Carol Clark (301), Carol Clark-Jones (302)'],
    ['elsewhere', 'Carol Clark (301)'],
    ['other-contact', 'Carol Clark (301)'],
  ] as const)
    await add(await given.contact(acme, `${reason}@acme.example`), reason, { detail });
  const globex = await given.company({ name: 'Globex' });
  const waits = { state: 'waiting', next_try_at: ctx.clock() + 3_600_000 };
  await add(await given.contact(globex, 'bob@globex.example', { first: 'Bob' }), 'company-not-linked', waits);
}

/** Contacts that could not be made active there again. */
async function givenReactivations({ ctx, given }: Portal, acme: { id: string; there: number }): Promise<void> {
  const { clock, db } = ctx;
  const job = { reactivates: 1, state: 'attention', tries: 9, created_at: clock(), next_try_at: clock() } as const;
  const person = {
    first_name: 'Dan',
    last_name: 'Dorsey',
    is_primary: 0,
    refusal: 'inactive',
    seen_at: clock(),
  } as const;
  for (const [reason, detail] of [
    ['unusable', 'the contact is still inactive'],
    ['unreadable', '401'],
    ['unauthorized', null],
    ['refused', 'The contact is merged'],
  ] as const) {
    const contact_id = await given.contact(acme.id, `back-${reason}@acme.example`, { first: 'Dan', last: 'Dorsey' });
    const link = { psa_id: `back-${reason}`, psa_company_id: String(acme.there), addresses: '[]', contact_id };
    await db
      .insertInto('psa_contacts')
      .values({ ...person, ...link })
      .execute();
    await db
      .insertInto('psa_creations')
      .values({ ...job, contact_id, reason, detail })
      .execute();
  }
}

async function givenNotes({ ctx }: Portal, acme: string): Promise<void> {
  const address = 'alice@acme.example';
  await note(ctx, acme, 'double', address, 'Alice Adams (301); Alice Old (302)');
  await note(ctx, acme, 'moved', address, 'Alice Adams’s, and is Alan Adams’s');
  await note(ctx, acme, 'renamed', 'Acme Holding', 'Acme Ltd');
}

/** Enough for a second page. */
async function givenMany({ ctx }: Portal): Promise<void> {
  const { id } = await ctx.db.selectFrom('companies').select('id').executeTakeFirstOrThrow();
  for (let at = 0; at < 50; at += 1)
    await note(ctx, id, 'double', `p${at}@acme.example`, 'Alice Adams (301); Al (302)');
}

async function note(
  { db, clock }: Portal['ctx'],
  company_id: string,
  kind: 'double' | 'moved' | 'renamed',
  subject: string,
  detail: string,
): Promise<void> {
  await db.insertInto('psa_notes').values({ kind, company_id, subject, detail, created_at: clock() }).execute();
}
