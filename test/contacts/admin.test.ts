import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice, isSignedIn, recorded, signIn } from '../support/sign-in.js';

const JO = { first_name: 'Jo', last_name: 'O’Brien', address: ' Jo@Gmail.Example ' };

test('a contact added by hand can sign in, whatever their domain', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  expect((await portal.administrator.get(`/admin/companies/${acme}/contacts/new`)).status).toBe(200);
  const added = await portal.administrator.post(`/admin/companies/${acme}/contacts`, JO);
  expect(added.status).toBe(303);
  const page = textOf(await portal.administrator.get(String(added.headers.location)));
  expect(page).toContain('Jo O’Brien is added and can sign in.');
  expect(page).toContain('jo@gmail.example');
  const jo = portal.visitor();
  await signIn(portal, jo, 'jo@gmail.example');
  expect(await isSignedIn(jo)).toBe(true);
  expect(await recorded(portal)).toContain('contact added: Jo O’Brien; by Mia Admin');
});

test('one address may be a contact of several companies, but of each only once', async () => {
  const portal = await startPortal();
  const [acme, globex] = [await portal.given.company({}), await portal.given.company({ name: 'Globex' })];
  const add = (id: string) => portal.administrator.post(`/admin/companies/${id}/contacts`, JO);
  expect((await add(acme)).status).toBe(303);
  expect((await add(globex)).status).toBe(303);
  const again = await add(acme);
  expect(again.status).toBe(422);
  expect(textOf(again)).toContain('This company has a contact with this email address already');
  expect(again.text).toContain('value="O’Brien"');
});

test.each([
  ['no first name', { ...JO, first_name: ' ' }, 'Enter the first name'],
  ['no last name', { ...JO, last_name: '' }, 'Enter the last name'],
  ['a first name of 61 characters', { ...JO, first_name: 'a'.repeat(61) }, 'at most 60 characters'],
  ['a line break', { ...JO, last_name: 'a\nb' }, 'Enter one line'],
  ['no address', { ...JO, address: '' }, 'Enter the email address'],
  ['two addresses', { ...JO, address: 'jo@acme.example,spy@evil.example' }, 'Enter one email address'],
  ['a quoted address', { ...JO, address: '"spy@evil.example"@acme.example' }, 'Enter one email address'],
])('a contact with %s is refused', async (_what, fields, message) => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const refused = await portal.administrator.post(`/admin/companies/${acme}/contacts`, fields);
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain(message);
  expect(await portal.ctx.db.selectFrom('contacts').selectAll().execute()).toEqual([]);
});

test('deactivating a contact asks first, ends their sessions and their token, and activating brings neither back', async () => {
  const portal = await startPortal();
  const { companyId, contactId } = await givenAlice(portal);
  const [alice, waiting] = [portal.visitor(), portal.visitor()];
  await signIn(portal, alice);
  portal.passMinutes(1);
  const { code } = await askForToken(portal, waiting);
  const path = `/admin/companies/${companyId}/contacts/${contactId}`;

  expect(textOf(await portal.administrator.get(`${path}/deactivation`))).toContain('Deactivate Alice Adams?');
  expect(await isSignedIn(alice)).toBe(true);
  expect((await portal.administrator.post(`${path}/deactivation`)).status).toBe(303);
  expect(await isSignedIn(alice)).toBe(false);
  await waiting.post('/login/token', { token: code });
  expect(await isSignedIn(waiting)).toBe(false);

  expect(textOf(await portal.administrator.get(`${path}/activation`))).toContain('Activate Alice Adams?');
  expect((await portal.administrator.post(`${path}/activation`)).status).toBe(303);
  expect(await isSignedIn(alice)).toBe(false);
  expect(await recorded(portal)).toEqual(
    expect.arrayContaining(['contact deactivated: by Mia Admin', 'contact activated: by Mia Admin']),
  );
});

test('ending a contact’s sessions signs out every browser of theirs and lets them sign in again', async () => {
  const portal = await startPortal();
  const { companyId, contactId } = await givenAlice(portal);
  const browsers = [portal.visitor(), portal.visitor()];
  for (const browser of browsers) {
    await signIn(portal, browser);
    portal.passMinutes(1);
  }
  const path = `/admin/companies/${companyId}/contacts/${contactId}/sessions/end`;
  expect(textOf(await portal.administrator.get(path))).toContain('End the sessions of Alice Adams?');
  expect((await portal.administrator.post(path)).status).toBe(303);
  expect(textOf(await portal.administrator.get(`/admin/companies/${companyId}`))).toContain('2 sessions are ended.');
  for (const browser of browsers) expect(await isSignedIn(browser)).toBe(false);
  const again = portal.visitor();
  await signIn(portal, again);
  expect(await isSignedIn(again)).toBe(true);
});

test('a contact is found under their own company only', async () => {
  const portal = await startPortal();
  const { contactId } = await givenAlice(portal);
  const globex = await portal.given.company({ name: 'Globex' });
  for (const act of ['deactivation', 'activation', 'sessions/end']) {
    const path = `/admin/companies/${globex}/contacts/${contactId}/${act}`;
    expect((await portal.administrator.get(path)).status).toBe(404);
    expect((await portal.administrator.post(path)).status).toBe(404);
  }
  const [contact] = await portal.ctx.db.selectFrom('contacts').selectAll().execute();
  expect(contact).toMatchObject({ address: ALICE, active: 1 });
});

test('a company’s contacts come in pages of 50 and can be searched', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  for (let number = 10; number < 61; number++) {
    await portal.given.contact(acme, `c${number}@acme.example`, { first: 'Jo', last: `Contact${number}` });
  }
  expect(await contactsOn(portal, `/admin/companies/${acme}`)).toHaveLength(50);
  expect(await contactsOn(portal, `/admin/companies/${acme}?page=2`)).toEqual(['c60@acme.example']);
  expect(await contactsOn(portal, `/admin/companies/${acme}?q=JO+contact42`)).toEqual(['c42@acme.example']);
  expect(await contactsOn(portal, `/admin/companies/${acme}?q=c4_`)).toEqual([]);
});

test.each(['Élise', 'özlem', 'ÅSA', 'élise åsa', 'Åsa Özlem', 'elise.asa@ACME'])(
  'a contact is found by %s, whatever the case of its letters',
  async (typed) => {
    const portal = await startPortal();
    const acme = await portal.given.company({});
    const contact = { first_name: 'Özlem Élise', last_name: 'Åsa', address: 'elise.asa@acme.example' };
    await portal.administrator.post(`/admin/companies/${acme}/contacts`, contact);
    const found = await contactsOn(portal, `/admin/companies/${acme}?q=${encodeURIComponent(typed)}`);
    expect(found).toEqual(['elise.asa@acme.example']);
  },
);

async function contactsOn({ administrator }: Portal, path: string): Promise<string[]> {
  const page = await administrator.get(path);
  return [...page.text.matchAll(/<td[^>]*><bdi dir="ltr">([^<]+@[^<]+)</g)].map(([, address = '']) => address);
}
