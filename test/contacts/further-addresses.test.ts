import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';

test('the company’s page shows every address that opens a contact, and finds the contact by each', async () => {
  const portal = await startPortal();
  const company_id = await portal.given.company({ domains: ['acme.example'] });
  const contact_id = await portal.given.contact(company_id, 'ann@acme.example', { first: 'Ann', last: 'Lee' });
  await portal.given.contact(company_id, 'bob@acme.example', { first: 'Bob', last: 'Ray' });
  const row = { company_id, contact_id, address: 'al@private.example' };
  await portal.ctx.db.insertInto('further_addresses').values(row).execute();
  const page = textOf(await portal.administrator.get(`/admin/companies/${company_id}`));
  expect(page).toMatch(/Ann Lee ann@acme\.example\s*al@private\.example/);
  const found = textOf(await portal.administrator.get(`/admin/companies/${company_id}?q=al@private`));
  expect(found).toContain('Ann Lee');
  expect(found).not.toContain('Bob Ray');
});
