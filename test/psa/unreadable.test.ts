import { expect, test } from 'vitest';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { refused, startAtNoon } from '../support/psa/at-noon.js';
import type { FakeConnectWise } from '../support/psa/connectwise/server.js';
import { psaPageLater } from '../support/psa/console-later.js';
import { recorded, statusOfAsking } from '../support/sign-in.js';

const LEA = 'lea@acme.example';
const ODD = 'odd@acme.example';

test.each(['changes', 'full'] as const)(
  'a contact that cannot be read keeps nobody else in: a sync of %s shuts a leaver out, and says what it left out',
  async (kind) => {
    const { portal, fake, acme, sync } = await startAtNoon();
    const lea = fake.contact({ companyId: acme.there, firstName: 'Lea', emails: [LEA] });
    const odd = fake.contact({ companyId: acme.there, firstName: 'Odd', emails: [ODD] });
    await sync('full');
    portal.passMinutes(1);
    fake.update('contact', lea.id, { inactive: true });
    makeUnreadable(fake, odd.id);
    await sync(kind);
    expect(await refused(portal)).toEqual([LEA]);
    const done = (await listSyncs(portal.ctx.db)).find((one) => one.kind === kind);
    expect(done).toMatchObject({ fault: null, unreadable: 1 });
    expect(await psaPageLater(portal)).toContain('1 record could not be read');
    expect(portal.logs()).toContain(`"${odd.id}: disablePortalLoginFlag`);
    expect(portal.logs()).not.toContain('"Odd"');
  },
);

test('a company that cannot be read stays as it is, and so do its contacts', async () => {
  const { portal, fake, acme, linked, sync } = await startAtNoon();
  await linked('Globex');
  fake.contact({ companyId: acme.there, firstName: 'Lea', emails: [LEA] });
  await sync('full');
  portal.passMinutes(1);
  Object.assign(fake.companies().find(({ id }) => id === acme.there) ?? {}, { name: 7 });
  await sync('full');
  const full = (await listSyncs(portal.ctx.db)).find(({ kind }) => kind === 'full');
  expect(full).toMatchObject({ fault: null, companies: 1, contacts: 1, unreadable: 1 });
  expect(fake.asked('GET', `/company/companies/${acme.there}`)).toBe(0);
  expect(await refused(portal)).toEqual([]);
});

test('one that no list shows, and that cannot be read by its id, is not gone', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  fake.contact({ companyId: acme.there, firstName: 'Lea', emails: [LEA] });
  await sync('full');
  portal.passMinutes(1);
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Odd', emails: [ODD] });
  await sync();
  makeUnreadable(fake, id);
  fake.misbehave({ do: 'hide-new', ms: 30_000 });
  await sync('full');
  expect(fake.asked('GET', `/company/contacts/${id}`)).toBe(1);
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{}, { fault: null, unreadable: 1 }]);
  expect(await refused(portal)).toEqual([]);
});

test('whoever shares an address with one that cannot be read is found all the same', async () => {
  const { portal, fake, acme } = await startAtNoon();
  makeUnreadable(fake, fake.contact({ companyId: acme.there, firstName: 'Odd', emails: ['ann@private.example'] }).id);
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: ['ann@private.example'] });
  await statusOfAsking(portal, portal.visitor(), 'ann@private.example');
  expect(portal.sink.mailsTo('ann@private.example')).toHaveLength(1);
  expect((await recorded(portal)).join()).not.toContain('the PSA gave no answer');
});

function makeUnreadable(fake: FakeConnectWise, id: number): void {
  const contact = fake.contacts().find((one) => one.id === id);
  if (contact) Reflect.deleteProperty(contact, 'disablePortalLoginFlag');
}
