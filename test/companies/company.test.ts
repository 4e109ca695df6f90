import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { formIn, textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice, isSignedIn, recorded, signIn } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';

const SID = 'S-1-5-21-10-20-30';

test('domains and SIDs are pending until Save commits all of it at once', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['old.example'], sids: ['S-1-5-21-1-2-3'] });
  const form = await openForm(portal, acme);

  const added = await form.press('domains/additions', { email_domain: '@Acme.Example' });
  expect(added.status).toBe(200);
  expect(textOf(added)).toContain('acme.example Not saved yet');
  expect(added.text).toContain('data-unsaved');
  await form.press('domains/removals', { domain: 'old.example' });
  await form.press('sids/additions', { domain_sid: ` ${SID}` });
  const pending = await form.press('sids/removals', { sid: 'S-1-5-21-1-2-3' });
  expect(textOf(pending)).toContain('old.example Removed when you save');
  expect(await entries(portal, acme)).toEqual(['S-1-5-21-1-2-3', 'old.example']);

  const saved = await form.press('', { name: 'Acme Ltd' });
  expect(saved.status).toBe(303);
  expect(saved.headers.location).toBe(`/admin/companies/${acme}`);
  expect(await entries(portal, acme)).toEqual([SID, 'acme.example']);
  expect(await recorded(portal)).toContain(
    `company changed: + acme.example; + ${SID}; - old.example; - S-1-5-21-1-2-3; by Mia Admin`,
  );
});

test('Undo takes back what is pending', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  const form = await openForm(portal, acme);
  await form.press('domains/additions', { email_domain: 'acme.test' });
  await form.press('domains/removals', { domain: 'acme.example' });
  await form.press('domains/removals', { domain: 'acme.test' });
  const undone = await form.press('domains/removals', { domain: 'acme.example' });
  expect(undone.text).not.toContain('data-unsaved');
  expect(textOf(undone)).not.toContain('acme.test');
});

test('what was typed and not added is saved with the rest', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const form = await openForm(portal, acme);
  expect((await form.press('', { email_domain: 'acme.example', domain_sid: SID })).status).toBe(303);
  expect(await entries(portal, acme)).toEqual([SID, 'acme.example']);
});

test('Add and a refused Save lose nothing of what was typed elsewhere', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  const form = await openForm(portal, acme);
  const typed = { name: '', portal_name: 'Half a na', domain_sid: 'S-1-5' };
  await form.press('domains/additions', { ...typed, email_domain: 'acme.test' });
  const refused = await form.press('', {});
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('Enter the company name');
  expect(textOf(refused)).toContain('Enter a domain SID: S-1-5-21 and three numbers');
  expect(formIn(refused, `/admin/companies/${acme}`)).toMatchObject({ ...typed, domains_to_add: 'acme.test' });
  expect(await entries(portal, acme)).toEqual(['acme.example']);
});

test.each([
  ['a mailbox provider', 'gmail.com', 'anybody can get a mailbox'],
  ['a public suffix', 'co.uk', 'everybody can register names'],
  ['everybody’s Microsoft tenant', 'onmicrosoft.com', 'onmicrosoft.com itself is everybody’s'],
  ['a single label', 'localhost', 'with its ending'],
  ['an IP address', '192.0.2.1', 'an IP address cannot'],
  ['what is no domain', 'acme,example', 'such as acme.example'],
  ['nothing', '', 'Enter an email domain'],
  ['what is in the list', 'https://Acme.Example/', 'in the list already'],
])('%s is refused as an email domain, with the reason', async (_what, typed, reason) => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  const refused = await (await openForm(portal, acme)).press('domains/additions', { email_domain: typed });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain(reason);
  expect(formIn(refused, `/admin/companies/${acme}`).email_domain).toBe(typed);
  if (typed === '') return;
  expect((await (await openForm(portal, acme)).press('', { email_domain: typed })).status).toBe(422);
  expect(await entries(portal, acme)).toEqual(['acme.example']);
});

test('another company’s domain is refused with a link to its owner, whichever button is pressed', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  for (const button of ['domains/additions', '']) {
    const refused = await (await openForm(portal, acme)).press(button, { email_domain: 'GLOBEX.example' });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('This email domain belongs to Globex');
    expect(refused.text).toContain(`href="/admin/companies/${globex}"`);
  }
  expect(await entries(portal, acme)).toEqual([]);
});

test('a domain that another company got in the meantime stops the whole Save', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const form = await openForm(portal, acme);
  await form.press('domains/additions', { email_domain: 'acme.example' });
  await form.press('domains/additions', { email_domain: 'shared.example' });
  const globex = await portal.given.company({ name: 'Globex', domains: ['shared.example'] });
  const refused = await form.press('', { name: 'Renamed' });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('shared.example belongs to Globex now. Nothing was saved');
  expect(refused.text).toContain(`href="/admin/companies/${globex}"`);
  expect(await entries(portal, acme)).toEqual([]);
  expect((await portal.administrator.get(`/admin/companies/${acme}`)).text).not.toContain('Renamed');
});

test('of two companies that save the same domain at the same moment one gets it', async () => {
  const portal = await startPortal();
  const ids = [await portal.given.company({ name: 'Acme' }), await portal.given.company({ name: 'Globex' })];
  const forms = await Promise.all(ids.map((id) => openForm(portal, id)));
  const answers = await Promise.all(forms.map((form) => form.press('', { email_domain: 'both.example' })));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
});

test('a domain in another alphabet is stored in A-labels and shown in both forms, with a warning when it mixes', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const form = await openForm(portal, acme);
  const plain = await form.press('domains/additions', { email_domain: 'Bücher.example' });
  expect(textOf(plain)).toContain('xn--bcher-kva.example bücher.example');
  expect(textOf(plain)).not.toContain('Mixes alphabets');
  const mixed = await form.press('domains/additions', { email_domain: '\u0430cme.example' });
  expect(textOf(mixed)).toContain('Mixes alphabets');
});

test('hidden fields that no page of ours sent cannot smuggle a domain in', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const form = await openForm(portal, acme);
  const forged = {
    domains_to_add: 'gmail.com Acme.Example <b> co.uk',
    sids_to_add: 'S-1-5-32-544',
    domains_to_remove: 'globex.example',
  };
  expect((await form.press('', forged)).status).toBe(303);
  expect(await entries(portal, acme)).toEqual([]);
  expect(await portal.ctx.db.selectFrom('company_domains').selectAll().execute()).toHaveLength(1);
});

test('several companies may share a domain SID', async () => {
  const portal = await startPortal();
  const ids = [await portal.given.company({ name: 'Acme' }), await portal.given.company({ name: 'Acme North' })];
  for (const id of ids) expect((await (await openForm(portal, id)).press('', { domain_sid: SID })).status).toBe(303);
  expect(await Promise.all(ids.map((id) => entries(portal, id)))).toEqual([[SID], [SID]]);
});

test('500 domains are shown, changed and saved', async () => {
  const portal = await startPortal();
  const domains = Array.from({ length: 500 }, (_, number) => `long-name-of-a-domain-${number}.example`);
  const acme = await portal.given.company({});
  const form = await openForm(portal, acme);
  expect((await form.press('', { domains_to_add: domains.join(' ') })).status).toBe(303);
  expect(await entries(portal, acme)).toEqual([...domains].sort());
  const second = await openForm(portal, acme);
  expect((await second.press('', { domains_to_remove: domains.join(' ') })).status).toBe(303);
  expect(await entries(portal, acme)).toEqual([]);
});

test.each([
  ['markup', '<img src=x onerror=alert(1)>"\'', 303],
  ['a line break', 'Acme\r\nBcc: spy@evil.example', 422],
  ['text that runs backwards', 'Acme \u202eexe', 422],
  ['a line separator', 'Acme\u2028Portal', 422],
  ['too much', 'a'.repeat(79), 422],
])('a portal name with %s is answered %s', async (_what, portalName, status) => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const answer = await (await openForm(portal, acme)).press('', { portal_name: portalName });
  expect(answer.status).toBe(status);
  const page = await portal.administrator.get(`/admin/companies/${acme}`);
  expect(page.text).not.toContain('<img src=x');
  expect(formIn(page, `/admin/companies/${acme}`).portal_name).toBe(status === 303 ? portalName : '');
});

test('switching a company off asks first, then takes its people out and lets no token in', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  const [alice, again] = [portal.visitor(), portal.visitor()];
  await signIn(portal, alice);
  portal.passMinutes(1);
  const { code } = await askForToken(portal, again);
  const form = await openForm(portal, companyId);
  await form.press('domains/additions', { email_domain: 'acme.test' });

  const { active: _ticked, ...unticked } = form.fields();
  const asked = await portal.administrator.post(`/admin/companies/${companyId}`, unticked);
  expect(asked.status).toBe(200);
  expect(textOf(asked)).toContain('Deactivate Acme Ltd?');
  expect(await isSignedIn(alice)).toBe(true);

  const done = await portal.administrator.post(
    `/admin/companies/${companyId}`,
    formIn(asked, `/admin/companies/${companyId}`),
  );
  expect(done.status).toBe(303);
  expect(await isSignedIn(alice)).toBe(false);
  const redeemed = await again.post('/login/token', { token: code });
  expect(await isSignedIn(again)).toBe(false);
  expect(redeemed.status).not.toBe(500);
  expect(await entries(portal, companyId)).toEqual(['acme.example', 'acme.test']);
  expect(await recorded(portal)).toContain('company deactivated: Acme Ltd; by Mia Admin');
});

test('switching a company on again needs no question', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ active: false });
  expect((await (await openForm(portal, acme)).press('', { active: 'on' })).status).toBe(303);
  expect(await recorded(portal)).toContain('company activated: Acme Ltd; by Mia Admin');
});

test('ending all sessions of a company signs out its people and nobody else’s', async () => {
  const portal = await startPortal();
  const { companyId } = await givenAlice(portal);
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  await portal.given.contact(globex, 'dora@globex.example');
  const [alice, dora] = [portal.visitor(), portal.visitor()];
  await signIn(portal, alice);
  await signIn(portal, dora, 'dora@globex.example');

  const path = `/admin/companies/${companyId}/sessions/end`;
  expect(textOf(await portal.administrator.get(path))).toContain('End all sessions of Acme Ltd?');
  expect(await isSignedIn(alice)).toBe(true);
  expect((await portal.administrator.post(path)).status).toBe(303);
  expect(textOf(await portal.administrator.get(`/admin/companies/${companyId}`))).toContain('1 session is ended.');
  expect([await isSignedIn(alice), await isSignedIn(dora)]).toEqual([false, true]);
});

test('the mail limit for new people is lifted for a day', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const lifted = async () =>
    textOf(await portal.administrator.get(`/admin/companies/${acme}`)).includes('lifted until');
  expect(await lifted()).toBe(false);
  expect((await portal.administrator.post(`/admin/companies/${acme}/newcomer-limit/lifts`)).status).toBe(303);
  expect(await lifted()).toBe(true);
  await portal.ctx.db.updateTable('sessions').set({ ends_at: Number.MAX_SAFE_INTEGER }).execute();
  portal.passMinutes(24 * 60);
  expect(await lifted()).toBe(false);
});

test('a company’s page lists what happened, the newest first, and at most 100 of it', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  await portal.visitor().post('/login', { email: ALICE });
  await portal.ctx.outbox.idle();
  const page = textOf(await portal.administrator.get(`/admin/companies/${acme}`));
  expect(page).toContain('A token was asked for');
  expect(page).toContain(ALICE);
  const form = await openForm(portal, acme);
  for (let number = 0; number < 101; number++) await form.press('', { name: `Acme ${number}` });
  const later = await portal.administrator.get(`/admin/companies/${acme}`);
  expect(later.text.match(/The company was changed/g)).toHaveLength(100);
  expect(textOf(later)).toContain('name: Acme 99 -> Acme 100; by Mia Admin');
  expect(textOf(later)).not.toContain('A token was asked for');
});

test('another site cannot make an administrator’s browser change a company', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  const fields = (await openForm(portal, acme)).fields();
  for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
    expect(
      (await portal.administrator.post(`/admin/companies/${acme}`, { ...fields, name: 'Evil' }, headers)).status,
    ).toBe(403);
  }
  expect(
    (await portal.administrator.post(`/admin/companies/${acme}`, { ...fields, name: 'Evil', _csrf: 'x' })).status,
  ).toBe(403);
  expect(await recorded(portal)).not.toContainEqual(expect.stringContaining('Evil'));
});

/** The company's form in a browser: every button sends what the last page showed, with `typed` over it. */
async function openForm(portal: Portal, id: string) {
  const path = `/admin/companies/${id}`;
  let page = await portal.administrator.get(path);
  const fields = (): Fields => formIn(page, path);
  return {
    fields,
    async press(button: string, typed: Fields = {}): Promise<Response> {
      const answer = await portal.administrator.post(button ? `${path}/${button}` : path, { ...fields(), ...typed });
      if (answer.text.includes(`action="${path}"`)) page = answer;
      return answer;
    },
  };
}

async function entries({ ctx }: Portal, companyId: string): Promise<string[]> {
  const domains = await ctx.db
    .selectFrom('company_domains')
    .select('domain')
    .where('company_id', '=', companyId)
    .execute();
  const sids = await ctx.db.selectFrom('company_sids').select('sid').where('company_id', '=', companyId).execute();
  return [...sids.map(({ sid }) => sid), ...domains.map(({ domain }) => domain)].sort();
}
