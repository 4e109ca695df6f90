import { expect, test } from 'vitest';
import { DEFAULTS, type RuleSet } from '../../src/contact-creation/settings.js';
import { saveContactCreation } from '../../src/contact-creation/settings-store.js';
import { proveAddress, signInByName, signInByPassword, storyOf } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { formIn, textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { contactSessions, recorded } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const NAME = { first_name: 'Jo', last_name: 'Smith' };
const UNKNOWN = 'We do not know your company yet';
const NOT_LISTED = 'You are not in our list yet';

test('domain and SID of one company: a new contact there, with the name that the directory has', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  const jo = await acme.addUser({ givenName: 'Jörg-Peter', sn: "O'Neil" });
  const browser = portal.visitor();
  expect((await signInByPassword(portal, browser, jo)).headers.location).toBe('/login/name');
  const suggested = { first_name: 'Jörg-Peter', last_name: "O'Neil" };
  expect(formIn(await browser.get('/login/name'), '/login/name')).toMatchObject(suggested);
  expect(await contactsOf(portal)).toEqual([]);
  expect((await browser.post('/login/name', suggested)).headers.location).toBe('/');
  expect(await contactsOf(portal)).toEqual([`Jörg-Peter O'Neil at ${companyId}`]);
  expect(await storyOf(portal, companyId)).toContainEqual(
    expect.stringMatching(
      /^Became a contact at the first sign-in: Windows account jo-\w+ in ACME forest; no contact; domain acme.example -> Acme Ltd; domain SID [-\w]+ -> Acme Ltd; new contact$/,
    ),
  );
  expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
});

test('without a name in the directory the address suggests one', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const mail = `jo.smith@acme.example`;
  const jo = await acme.addUser({ mail });
  await acme.change(jo, { givenName: '', sn: '' });
  const browser = portal.visitor();
  await signInByName(portal, browser, jo);
  expect(formIn(await browser.get('/login/name'), '/login/name')).toMatchObject(NAME);
});

/** The SID is Acme's; the address is proven by email token, because the account has no mail. */
test.each<[what: string, address: string, sharers: string[], ruleSet: RuleSet, outcome: string]>([
  ['SID of Acme, domain of nobody', 'jo@nobodys.example', [], 'directory-decides', 'Acme Ltd'],
  ['SID of Acme, domain of nobody', 'jo@nobodys.example', [], 'must-agree', 'Acme Ltd'],
  ['SID of Acme, domain of nobody', 'jo@nobodys.example', [], 'no-creation', 'no mail'],
  ['SID of Acme, domain of Acme', 'jo@acme.example', [], 'must-agree', 'Acme Ltd'],
  ['SID of Acme and North, domain of North', 'jo@north.example', ['North'], 'directory-decides', 'North'],
  ['SID of Acme and North, domain of North', 'jo@north.example', ['North'], 'must-agree', 'North'],
  ['SID of Acme and North, domain of nobody', 'jo@nobodys.example', ['North'], 'directory-decides', 'no mail'],
  ['SID of Acme and North, domain of Globex', 'jo@globex.example', ['North'], 'directory-decides', 'no mail'],
  ['SID of Acme, domain of Globex', 'jo@globex.example', [], 'directory-decides', 'Acme Ltd'],
  ['SID of Acme, domain of Globex', 'jo@globex.example', [], 'must-agree', 'no mail'],
  ['SID of Acme, domain of Globex', 'jo@globex.example', [], 'no-creation', 'no mail'],
])('%s, %s, shared with %j, under "%s": %s', async (_what, address, sharers, ruleSet, outcome) => {
  const { portal, browser } = await givenProvenAccount(sharers);
  await saveRuleSet(portal, ruleSet);
  if (outcome === 'no mail') {
    expect((await browser.post('/login/address', { email: address })).headers.location).toBe('/login/token');
    await portal.ctx.outbox.idle();
    expect(portal.sink.mails).toEqual([]);
    expect(await recorded(portal)).toContainEqual(
      expect.stringMatching(/^token-asked nowhere: no contact; domain .*; domain SID .* no mail: /),
    );
    return;
  }
  const { code } = await proveAddress(portal, browser, address);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/login/name');
  expect(textOf(await browser.get('/login/name'))).toContain(`This is your first time here for ${outcome}`);
  expect((await browser.post('/login/name', NAME)).headers.location).toBe('/');
  expect((await browser.get('/')).text).toContain(`<dd><bdi>${outcome}</bdi></dd>`);
});

test.each<[changed: string, change: (portal: Portal) => Promise<unknown>, told: string]>([
  ['the rule set asks for agreement', (portal) => saveRuleSet(portal, 'must-agree'), UNKNOWN],
  ['nobody is created any more', (portal) => saveRuleSet(portal, 'no-creation'), NOT_LISTED],
  [
    'the SID is Acme’s no more',
    (portal) => portal.ctx.db.updateTable('company_sids').set({ sid: 'S-1-5-21-9-9-9' }).execute(),
    'This is your first time here for Globex',
  ],
])('what was decided when the mail went out is decided anew: since then %s', async (_what, change, told) => {
  const { portal, browser } = await givenProvenAccount([]);
  const { code } = await proveAddress(portal, browser, 'jo@globex.example');
  await change(portal);
  const answer = await browser.post('/login/token', { token: code });
  expect(textOf(answer.status === 303 ? await browser.get('/login/name') : answer)).toContain(told);
  expect([await contactSessions(portal), await contactsOf(portal)]).toEqual([[], []]);
});

test.each([
  ['by the rule set', 'no contacts are created', {}],
  ['for the company', 'the company creates no contacts', { createsContacts: false }],
])(
  'creation switched off %s: a right Windows password is told so, and by email nothing is sent',
  async (what, why, company) => {
    const portal = await startPortal();
    const { acme, companyId } = await givenAcmeDirectory(portal, {}, company);
    if (what === 'by the rule set') await saveRuleSet(portal, 'no-creation');
    const jo = await acme.addUser();
    const browser = portal.visitor();
    const refused = await signInByPassword(portal, browser, jo);
    expect([refused.status, textOf(refused)]).toEqual([403, expect.stringContaining(NOT_LISTED)]);
    expect((await browser.post('/login/name', NAME)).status).toBe(403);
    expect(await storyOf(portal, companyId)).toContainEqual(
      expect.stringMatching(`^Proved the address, but may not sign in: .*; ${why}$`),
    );

    const kim = portal.visitor();
    await kim.post('/login', { email: 'kim@acme.example' });
    expect((await kim.post('/login/options', { way: 'email-token' })).headers.location).toBe('/login/token');
    await portal.ctx.outbox.idle();
    expect([portal.sink.mails, await contactSessions(portal), await contactsOf(portal)]).toEqual([[], [], []]);

    await portal.given.contact(companyId, jo.mail);
    expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
  },
);

/** Somebody of Acme's directory, without mail, before the page that asks for an address. */
async function givenProvenAccount(sharers: string[]): Promise<{ portal: Portal; browser: Visitor }> {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  for (const name of sharers)
    await portal.given.company({ name, domains: [`${name.toLowerCase()}.example`], sids: [acme.domainSid] });
  await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const browser = portal.visitor();
  await signInByName(portal, browser, await acme.addUser({ mail: '' }));
  return { portal, browser };
}

async function saveRuleSet({ ctx }: Portal, ruleSet: RuleSet): Promise<void> {
  await saveContactCreation(ctx.db, { ...DEFAULTS, ruleSet }, ctx.clock());
}

async function contactsOf(portal: Portal): Promise<string[]> {
  const rows = await portal.ctx.db.selectFrom('contacts').selectAll().execute();
  return rows.map((row) => `${row.first_name} ${row.last_name} at ${row.company_id}`);
}
