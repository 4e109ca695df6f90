import { expect, test } from 'vitest';
import { formIn, textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';

test('a company creates contacts until it is switched off on its page', async () => {
  const portal = await startPortal();
  await portal.administrator.post('/admin/companies', { name: 'Acme Ltd' });
  const [company] = await portal.ctx.db.selectFrom('companies').selectAll().execute();
  const page = `/admin/companies/${company?.id}`;
  const { creates_contacts: on, ...rest } = formIn(await portal.administrator.get(page), page);
  expect(on).toBe('on');

  const added = await portal.administrator.post(`${page}/domains/additions`, { ...rest, email_domain: 'acme.example' });
  expect(added.text).toContain('data-unsaved');
  expect(formIn(added, page)).not.toHaveProperty('creates_contacts');
  expect((await portal.administrator.post(page, formIn(added, page))).status).toBe(303);
  expect(await portal.ctx.db.selectFrom('companies').select('creates_contacts').execute()).toEqual([
    { creates_contacts: 0 },
  ]);
  expect((await recorded(portal)).at(-1)).toBe('company changed: creates contacts: off; + acme.example; by Mia Admin');
  expect(formIn(await portal.administrator.get(page), page)).not.toHaveProperty('creates_contacts');
});

test('the question before deactivating carries the switch along', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ createsContacts: false });
  const page = `/admin/companies/${acme}`;
  const { active: _off, ...form } = formIn(await portal.administrator.get(page), page);
  const asked = await portal.administrator.post(page, { ...form, creates_contacts: 'on' });
  expect(textOf(asked)).toContain('Your other changes to it are saved, too.');
  await portal.administrator.post(page, formIn(asked, page));
  expect(await portal.ctx.db.selectFrom('companies').select(['active', 'creates_contacts']).execute()).toEqual([
    { active: 0, creates_contacts: 1 },
  ]);
});
