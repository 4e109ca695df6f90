import { expect, test } from 'vitest';
import { mailsAfterAsking } from '../login/leaver-world.js';
import { signInByName, signInByPassword } from '../support/directory-login.js';
import { givenDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import type { ForestUser } from '../support/forest-users.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { letReturn } from '../support/psa/returning.js';
import { isSignedIn, recorded } from '../support/sign-in.js';

test.each([
  ['comes back', true, [200, false]],
  ['stays out unless somebody has said so', false, [303, true]],
])('somebody inactive there with a linked Windows account %s', async (_what, returns, outcome) => {
  const { portal, fake, jo, joId, sync } = await givenJoInThePsa();
  await signInByPassword(portal, portal.visitor(), jo);
  fake.update('contact', joId, { inactive: true });
  await sync();
  await letReturn(portal, returns);
  const browser = portal.visitor();
  await signInByName(portal, browser, jo);
  await portal.ctx.psa.idle();
  expect([(await browser.get('/')).status, fake.contacts()[0]?.inactiveFlag]).toEqual(outcome);
});

test.each([
  ['of the company’s domain', {}],
  ['of a domain of nobody’s', { mail: `jo-${crypto.randomUUID()}@private.example` }],
])(
  'somebody inactive there whose account was never linked comes back by the mail that the directory has, %s',
  async (_what, user) => {
    const { portal, fake, jo, joId, sync } = await givenJoInThePsa({}, user);
    fake.update('contact', joId, { inactive: true });
    await sync();
    await letReturn(portal, true);
    const browser = portal.visitor();
    await signInByName(portal, browser, jo);
    await portal.ctx.psa.idle();
    expect([await isSignedIn(browser), fake.contacts()[0]?.inactiveFlag]).toEqual([true, false]);
  },
);

test('a linked account brings back nobody where its company creates no contacts', async () => {
  const { portal, fake, acme, jo, joId, sync } = await givenJoInThePsa();
  await signInByPassword(portal, portal.visitor(), jo);
  fake.update('contact', joId, { inactive: true });
  await sync();
  await letReturn(portal, true);
  await portal.ctx.db.updateTable('companies').set({ creates_contacts: 0 }).where('id', '=', acme.id).execute();
  const browser = portal.visitor();
  expect((await signInByName(portal, browser, jo)).status).toBe(403);
  await portal.ctx.psa.idle();
  expect(fake.contacts()).toMatchObject([{ inactiveFlag: true }, {}]);
});

test('whoever has left by the directory does not come back by email token', async () => {
  const { portal, fake, jo, joId, sync } = await givenJoInThePsa({ leaverProtection: true });
  fake.update('contact', joId, { inactive: true });
  await sync();
  await letReturn(portal, true);
  await (await forest('acme')).change(jo, { disabled: true });
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  expect((await recorded(portal)).join('\n')).toContain(
    'token-mail withheld: ACME forest: the account is switched off',
  );
});

/** Jo has an account in Acme's directory, and is a contact there; so is somebody else. */
async function givenJoInThePsa(directory = {}, user = {}): Promise<PsaWorld & { jo: ForestUser; joId: number }> {
  const world = await startPsaWorld();
  const { portal, fake, acme, sync } = world;
  const ad = await forest('acme');
  const sid = { sid: ad.domainSid, company_id: acme.id, created_at: portal.ctx.clock() };
  await portal.ctx.db.insertInto('company_sids').values(sid).execute();
  await givenDirectory(portal, acme.id, ad, directory);
  const jo = await ad.addUser(user);
  const person = { companyId: acme.there, firstName: 'Jo', lastName: 'Doe' };
  const { id: joId } = fake.contact({ ...person, emails: [jo.mail] });
  fake.contact({ ...person, emails: ['zoe@private.example'] });
  await sync();
  return { ...world, jo, joId };
}
