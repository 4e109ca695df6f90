import { expect, test } from 'vitest';
import { formIn, textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import type { Fields } from '../support/visitor.js';

const SUFFIX = 'People of Acme Ltd sign in with this as a UPN suffix of their directory';

test.each([
  ['Add', '/domains/additions'],
  ['Save', ''],
])(
  'what another company signs in with is refused as an email domain by %s, with whose it is',
  async (_name, button) => {
    const { portal, acme, globex } = await givenAcmeAndGlobex();
    const refused = await press(portal, globex, button, { email_domain: 'Corp.Acme.Example' });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain(SUFFIX);
    expect(refused.text).toContain(`href="/admin/companies/${acme}"`);
    expect(await domains(portal)).toEqual([]);
  },
);

test('a UPN suffix that another company got in the meantime stops the whole Save', async () => {
  const { portal, acme, globex } = await givenAcmeAndGlobex();
  const refused = await press(portal, globex, '', { name: 'Renamed', domains_to_add: 'new.example corp.acme.example' });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('corp.acme.example is a UPN suffix of a directory of Acme Ltd. Nothing was saved');
  expect(refused.text).toContain(`href="/admin/companies/${acme}"`);
  expect(await domains(portal)).toEqual([]);
  expect((await portal.administrator.get(`/admin/companies/${globex}`)).text).not.toContain('Renamed');
});

test('a company’s own UPN suffix may be its email domain', async () => {
  const { portal, acme } = await givenAcmeAndGlobex();
  for (const _again of [1, 2])
    expect((await press(portal, acme, '', { domains_to_add: 'corp.acme.example' })).status).toBe(303);
  expect(await domains(portal)).toEqual(['corp.acme.example']);
});

async function givenAcmeAndGlobex(): Promise<{ portal: Portal; acme: string; globex: string }> {
  const portal = await startPortal();
  const acme = await portal.given.company({});
  await portal.given.directory(acme, { upnSuffixes: ['acme.test', 'corp.acme.example'] });
  return { portal, acme, globex: await portal.given.company({ name: 'Globex' }) };
}

async function press(portal: Portal, companyId: string, button: string, typed: Fields) {
  const path = `/admin/companies/${companyId}`;
  const form = formIn(await portal.administrator.get(path), path);
  return portal.administrator.post(`${path}${button}`, { ...form, ...typed });
}

async function domains({ ctx }: Portal): Promise<string[]> {
  const rows = await ctx.db.selectFrom('company_domains').select('domain').execute();
  return rows.map(({ domain }) => domain);
}
