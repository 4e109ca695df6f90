import { expect, test } from 'vitest';
import { psaPageLater } from '../../support/psa/console-later.js';
import { signInNew } from '../../support/psa/new-person.js';
import { startVendorWorld } from '../../support/psa/vendor-world.js';
import { isSignedIn } from '../../support/sign-in.js';
import { connected, isSaving } from './psa.js';

test('a Halo that answers a creation with somebody of another client: nobody is linked, and an administrator is told', async () => {
  const { portal, psa, creations } = await startVendorWorld('halopsa');
  const body = { id: 999, client_id: 4711, inactive: false, emailaddress: 'bob@other.example' };
  psa.server.misbehave({ match: psa.isCreation, do: 'status', status: 201, body });
  const nora = await signInNew(portal);
  await portal.ctx.psa.idle();
  expect(await isSignedIn(nora)).toBe(true);
  expect(await creations()).toMatchObject([{ state: 'attention', reason: 'elsewhere', detail: 'Nora New (999)' }]);
  expect(await portal.ctx.db.selectFrom('psa_contacts').selectAll().execute()).toEqual([]);
  expect(await psaPageLater(portal)).toContain('Nora New (999)');
});

test.each([
  [true, 'inactive'],
  [false, undefined],
  [null, undefined],
])('somebody whom it answers as inactive (%s) is that', async (inactive, refusal) => {
  const { fake, connector } = await connected();
  const companyId = String(fake.company().id);
  const nora = { companyId, firstName: 'Nora', lastName: 'New', address: 'nora@acme.example' };
  fake.misbehave({
    match: isSaving,
    do: 'status',
    status: 201,
    body: { id: 999, client_id: Number(companyId), inactive },
  });
  expect(await connector.createContact(nora)).toMatchObject({ id: '999', companyId, refusal });
});
