import { expect, onTestFinished, test } from 'vitest';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { formName } from '../../src/psa/forms.js';
import { en } from '../../src/text/en.js';
import { formIn, textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { startFakePsa } from '../support/psa/vendors.js';
import { recorded } from '../support/sign-in.js';
import type { Fields } from '../support/visitor.js';
import { PAGE, storedPsa } from './console.js';

/** A portal that may ask a PSA of this kind beside it, and is not connected yet. */
async function given(kind: (typeof PSA_KINDS)[number]) {
  let clock = Date.now;
  const psa = await startFakePsa(kind, { clock: () => clock() });
  onTestFinished(() => psa.server.close());
  const portal = await startPortal({ atNoon: true, env: { PSA_ALLOWED_HOSTS: psa.server.url } });
  clock = () => portal.ctx.clock();
  portal.secrets.push(...psa.secrets());
  const { site, fields, secret } = psa.account();
  const told = Object.entries(fields).map(([name, value]) => [formName(name), value]);
  const typed: Fields = { kind, site, ...Object.fromEntries(told), secret };
  return { psa, portal, typed };
}

test('before one is chosen the page offers all, and says what each needs', async () => {
  const portal = await startPortal();
  const page = await portal.administrator.get(PAGE);
  for (const kind of PSA_KINDS) {
    expect(textOf(page)).toContain(`${en.psaVendors[kind].name} ${en.psaVendors[kind].needs}`);
    const form = await portal.administrator.get(`${PAGE}?kind=${kind}`);
    expect(textOf(form)).toContain(en.psaVendors[kind].where);
    for (const right of en.psaVendors[kind].rightsList) expect(textOf(form)).toContain(right);
    expect(formIn(form, PAGE)).toMatchObject({ kind, secret: '' });
  }
  expect(page.text).not.toContain(`action="${PAGE}"`);
  for (const query of ['?kind=other', '?kind=autotask&kind=halopsa', '?kind=__proto__'])
    expect((await portal.administrator.get(`${PAGE}${query}`)).status).toBe(200);
});

test.each(PSA_KINDS)(
  '%s is tested, saved and synced as it was typed, and its secret never comes back',
  async (kind) => {
    const { psa, portal, typed } = await given(kind);
    const companyId = psa.company({ name: 'Acme Ltd' });
    psa.contact({ companyId });
    const tested = await portal.administrator.post(`${PAGE}/tests`, typed);
    expect(textOf(tested)).toContain('The connection works.');
    expect(textOf(tested)).toContain('1 company can be read');
    expect(await storedPsa(portal)).toBeUndefined();
    expect((await portal.administrator.post(PAGE, typed)).headers.location).toBe(PAGE);
    await portal.ctx.psa.idle();
    const page = await portal.administrator.get(PAGE);
    expect(textOf(page)).toContain(`${en.psaVendors[kind].name} Answers`);
    expect(textOf(page)).toContain('1 company, 1 contact');
    expect(formIn(page, PAGE)).toMatchObject({ ...typed, secret: '' });
    for (const text of [tested.text, page.text, await storedPsa(portal), ...(await recorded(portal))])
      for (const secret of psa.secrets()) expect(text).not.toContain(secret);
  },
);

test.each(PSA_KINDS)(
  '%s says what is wrong with a wrong secret, and with an account that may do nothing',
  async (kind) => {
    const { psa, portal, typed } = await given(kind);
    const wrong = textOf(await portal.administrator.post(`${PAGE}/tests`, { ...typed, secret: 'wrong' }));
    expect(wrong).toContain(`Failed ${en.psaVendors[kind].faults.unauthorized.said}`);
    psa.server.misbehave({ match: (request) => !psa.isPreamble(request), ...psa.deed('forbidden') });
    const forbidden = textOf(await portal.administrator.post(`${PAGE}/tests`, typed));
    expect(forbidden).toContain(`Failed ${en.psaVendors[kind].faults.forbidden.said}`);
    expect(forbidden).toContain(en.psaVendors[kind].faults.forbidden.advice);
  },
);

test.each(PSA_KINDS)('%s is told nothing that could mean something in a header or a URL', async (kind) => {
  const { psa, portal, typed } = await given(kind);
  for (const name of Object.keys(typed).filter((one) => one !== 'kind')) {
    for (const hostile of ['a\r\nX-Evil: 1', 'a\0b', 'ü', 'x'.repeat(5_000)]) {
      const refused = await portal.administrator.post(PAGE, { ...typed, [name]: hostile });
      expect([name, refused.status]).toEqual([name, 422]);
      expect(refused.text).not.toContain(typed.secret);
    }
  }
  expect(await storedPsa(portal)).toBeUndefined();
  expect(psa.server.requests).toEqual([]);
});

test('while companies are linked to one PSA another one is not connected', async () => {
  const { psa, portal, typed } = await given('autotask');
  psa.company({ name: 'Acme Ltd' });
  await portal.administrator.post(PAGE, typed);
  await portal.ctx.psa.idle();
  const acme = await portal.given.company({});
  await portal.ctx.db.updateTable('psa_companies').set({ company_id: acme }).execute();
  const other = { kind: 'halopsa', site: typed.site ?? '', client_id: 'another', secret: 'another' };
  const refused = await portal.administrator.post(PAGE, other);
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('1 company is linked to the PSA that is connected now. Disconnect it first');
  expect(formIn(refused, PAGE)).toMatchObject({ ...other, secret: '' });
});
