import { expect, test } from 'vitest';
import { choosePassword, enterPassword, signInByName, tokenInstead } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { gateTo } from '../support/forest-gate.js';
import type { ForestUser } from '../support/forest-users.js';
import { textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { isSignedIn, type MailedToken } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const CEO = 'ceo@acme.example';
const NAME = { first_name: 'Jo', last_name: 'Smith' };

test.each([
  ['an account without mail answers late', { mail: '' }, 'late'],
  ['an account without mail answers first', { mail: '' }, 'first'],
  ['an account with mail answers late', {}, 'late'],
] as const)(
  'of two passwords in one attempt, the account that was believed signs in, and never the address typed: %s',
  async (_what, others, order) => {
    const { portal, acme, gate, companyId } = await givenGate();
    await portal.given.contact(companyId, CEO);
    const [jo, other] = [await acme.addUser(), await acme.addUser({ name: 'kiosk', ...others })];
    const browser = portal.visitor();
    await choosePassword(browser, CEO);
    const [late, first] = order === 'late' ? [other, jo] : [jo, other];
    const held = gate.holdNext();
    const answered = enter(portal, browser, late);
    const letThrough = await held;
    await enter(portal, browser, first);
    letThrough();
    await answered;

    expect((await browser.post('/login/name', NAME)).headers.location).toBe('/');
    expect((await browser.get('/')).text).toContain(jo.mail);
    expect(await signedInAddresses(portal)).toEqual([jo.mail]);
    expect(await linkedUsers(portal)).toEqual([jo.userName]);
  },
);

test('an account whose password is on its way while somebody presses Login Now elsewhere is linked to nobody', async () => {
  const { portal, acme, gate } = await givenGate();
  const kiosk = await acme.addUser({ name: 'kiosk', mail: '' });
  const { browser, link } = await askedFor(portal, CEO);
  const held = gate.holdNext();
  const answered = enter(portal, browser, kiosk);
  const letThrough = await held;
  const ceo = portal.visitor();
  expect((await ceo.post(link)).headers.location).toBe('/login/name');
  letThrough();
  expect((await answered).headers.location).toBe('/login/password');

  expect((await ceo.post('/login/name', NAME)).headers.location).toBe('/');
  expect([await signedInAddresses(portal), await linkedUsers(portal)]).toEqual([[CEO], []]);
  expect(await isSignedIn(browser)).toBe(false);
  expect((await signInByName(portal, portal.visitor(), kiosk)).headers.location).toBe('/login/address');
});

test('a disabled account whose password is on its way does not end what somebody proves meanwhile by Login Now', async () => {
  const { portal, acme, gate } = await givenGate();
  const leaver = await acme.addUser({ name: 'leaver', disabled: true });
  const { browser, link } = await askedFor(portal, CEO);
  const held = gate.holdNext();
  const answered = enter(portal, browser, leaver);
  const letThrough = await held;
  const ceo = portal.visitor();
  await ceo.post(link);
  letThrough();
  expect(textOf(await answered)).not.toContain('Your Windows account is switched off');

  expect((await ceo.post('/login/name', NAME)).headers.location).toBe('/');
  expect(await signedInAddresses(portal)).toEqual([CEO]);
});

/** Acme's directory, where one password can be kept waiting. */
async function givenGate() {
  const [portal, gate] = [await startPortal(), await gateTo(await forest('acme'))];
  return { portal, gate, ...(await givenAcmeDirectory(portal, { addresses: [gate.ldaps] })) };
}

/** A browser that has asked for an email token, and what was mailed. */
async function askedFor(portal: Portal, address: string): Promise<{ browser: Visitor } & MailedToken> {
  const browser = portal.visitor();
  await choosePassword(browser, address);
  return { browser, ...(await tokenInstead(portal, browser, address)) };
}

function enter(portal: Portal, browser: Visitor, { userName, password }: ForestUser) {
  return enterPassword(portal, browser, password, { user_name: `ACME\\${userName}` });
}

async function signedInAddresses({ ctx: { db } }: Portal): Promise<string[]> {
  const sessions = db.selectFrom('sessions').innerJoin('contacts', 'contacts.id', 'sessions.contact_id');
  return (await sessions.select('contacts.address').execute()).map(({ address }) => address);
}

async function linkedUsers({ ctx: { db } }: Portal): Promise<string[]> {
  return (await db.selectFrom('directory_accounts').select('user_name').execute()).map((link) => link.user_name);
}
