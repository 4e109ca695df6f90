import { expect, test } from 'vitest';
import { proveAddress, signInByName, signInByPassword } from '../support/directory-login.js';
import { givenAcmeDirectory, givenDirectory } from '../support/directory-world.js';
import { type Forest, forest } from '../support/forest.js';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { askForToken, contactSessions, recorded } from '../support/sign-in.js';
import { givenProtectedAcme, LEFT, newAddress } from './leaver-world.js';

const NEEDS_ACCOUNT = 'This address needs a Windows account';

test.each<[what: string, there: (globex: Forest, mail: string) => Promise<unknown>, told: string, trace: string]>([
  ['has left', (globex, mail) => globex.addUser({ mail, disabled: true }), LEFT, 'the account is switched off'],
  ['is unknown', async () => undefined, NEEDS_ACCOUNT, 'no Windows account is linked to this address'],
])(
  'Acme’s right password does not open the contact at Globex, whose own directory protects from leavers, when the person %s there',
  async (_what, there, told, trace) => {
    const { portal, browser, jo, globex, atGlobex } = await givenJoAtTwo(true);
    await there(globex, jo.mail);
    expect((await signInByPassword(portal, browser, jo)).headers.location).toBe('/login/company');
    const refused = await browser.post('/login/company', { contact: atGlobex });
    expect([refused.status, textOf(refused)]).toEqual([403, expect.stringContaining(told)]);
    expect(await contactSessions(portal)).toEqual([]);
    expect(await recorded(portal)).toContainEqual(
      expect.stringMatching(`^sign-in refused: .*; GLOBEX forest: .*${trace}`),
    );
  },
);

test('Acme’s right password opens the contact at Globex while its directory says nothing bad, and the one at Acme always', async () => {
  const { portal, browser, jo, atAcme, atGlobex } = await givenJoAtTwo(false);
  await signInByPassword(portal, browser, jo);
  expect((await browser.post('/login/company', { contact: atGlobex })).headers.location).toBe('/');
  await portal.ctx.db.updateTable('directories').set({ leaver_protection: 1 }).execute();
  const other = portal.visitor();
  await signInByPassword(portal, other, jo);
  expect((await other.post('/login/company', { contact: atAcme })).headers.location).toBe('/');
  const contacts = (await contactSessions(portal)).map((session) => session.contact_id);
  expect(contacts.toSorted()).toEqual([atAcme, atGlobex].toSorted());
});

test('a contact at a branch that is linked to the account needs its password only, whatever the branch’s directory knows', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const branch = await portal.given.company({ name: 'Branch', sids: [acme.domainSid] });
  const directoryId = await givenDirectory(portal, branch, await forest('globex'));
  const jo = await acme.addUser({ mail: '' });
  const home = newAddress('home.example');
  const contactId = await portal.given.contact(branch, home);
  const browser = portal.visitor();
  await signInByName(portal, browser, jo);
  const { code } = await proveAddress(portal, browser, home);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');

  const protect = portal.ctx.db.updateTable('directories').set({ leaver_protection: 1 });
  await protect.where('id', '=', directoryId).execute();
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/');
  expect((await contactSessions(portal)).map((session) => session.contact_id)).toEqual([contactId, contactId]);
});

test('a remembered company that refuses is forgotten: the next token asks which company', async () => {
  const { portal, companyId } = await givenProtectedAcme({ leaverProtection: false });
  const address = newAddress('home.example');
  const atAcme = await portal.given.contact(companyId, address);
  const atGlobex = await portal.given.contact(await portal.given.company({ name: 'Globex' }), address);
  const browser = portal.visitor();
  const redeem = async () => {
    portal.passMinutes(1);
    const { code } = await askForToken(portal, browser, address);
    return browser.post('/login/token', { token: code });
  };
  expect((await redeem()).headers.location).toBe('/login/company');
  await browser.post('/login/company', { contact: atAcme });
  await browser.get('/');
  await browser.post('/logout');

  await portal.ctx.db.updateTable('directories').set({ leaver_protection: 1 }).execute();
  expect(textOf(await redeem())).toContain(NEEDS_ACCOUNT);
  expect((await redeem()).headers.location).toBe('/login/company');
  expect((await browser.post('/login/company', { contact: atGlobex })).headers.location).toBe('/');
});

/** Jo of Acme is a contact of Globex, too, which has a directory of its own. */
async function givenJoAtTwo(leaverProtection: boolean) {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  const globex = await forest('globex');
  const atTheirs = await portal.given.company({
    name: 'Globex',
    domains: ['globex.example'],
    sids: [globex.domainSid],
  });
  await givenDirectory(portal, atTheirs, globex, { leaverProtection });
  const jo = await acme.addUser();
  const atAcme = await portal.given.contact(companyId, jo.mail);
  const atGlobex = await portal.given.contact(atTheirs, jo.mail);
  return { portal, browser: portal.visitor(), jo, globex, atAcme, atGlobex };
}
