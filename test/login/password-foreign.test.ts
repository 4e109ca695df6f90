import { expect, test } from 'vitest';
import { signInByPassword, storyOf, tokenInstead, wrongPasswordsSeen } from '../support/directory-login.js';
import { givenDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import type { ForestName } from '../support/forest-facts.js';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { contactSessions } from '../support/sign-in.js';

type Sids = (ForestName | string)[];

test.each<[what: string, directory: ForestName, sids: Sids]>([
  ['the company has no domain SID', 'acme', []],
  ['the company has another domain SID', 'acme', ['S-1-5-21-1-2-3']],
  ['the company’s SID is the beginning of the account’s', 'globex', ['acme']],
  ['the account’s SID is the beginning of the company’s', 'acme', ['globex']],
  ['the company’s SID with a number more is the account’s', 'acme', ['S-1-5-21-3623811015-3361044348']],
])('a right password is not enough where %s', async (_what, name, sids) => {
  const portal = await startPortal();
  const [directory, acme, globex] = await Promise.all([forest(name), forest('acme'), forest('globex')]);
  const known: Record<string, string> = { acme: acme.domainSid, globex: globex.domainSid };
  const companyId = await portal.given.company({
    domains: [directory.upnSuffix],
    sids: sids.map((sid) => known[sid] ?? sid),
  });
  await givenDirectory(portal, companyId, directory);
  const jo = await directory.addUser();
  await portal.given.contact(companyId, jo.mail);
  const browser = portal.visitor();
  const refused = await signInByPassword(portal, browser, jo);
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('belongs to a domain that is not your company’s');
  expect(refused.text).toContain('<button class="button button--wide" type="submit" name="way" value="email-token">');
  expect(await contactSessions(portal)).toEqual([]);
  expect(await portal.ctx.db.selectFrom('directory_accounts').selectAll().execute()).toEqual([]);
  expect(await storyOf(portal, companyId)).toContain(
    `The Windows account belongs to a domain that is not the company’s: ${jo.mail} in ${directory.netbios} forest; domain SID ${directory.domainSid} is none of the company’s`,
  );

  const { code } = await tokenInstead(portal, browser, jo.mail);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
});

test('two forests of one company: each account is found in its own, and its SID counts there', async () => {
  const portal = await startPortal();
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  const domains = [acme.upnSuffix, globex.upnSuffix];
  const companyId = await portal.given.company({ domains, sids: [acme.domainSid, globex.domainSid] });
  for (const one of [acme, globex]) await givenDirectory(portal, companyId, one);
  for (const user of [await acme.addUser(), await globex.addUser()]) {
    await portal.given.contact(companyId, user.mail);
    expect((await signInByPassword(portal, portal.visitor(), user)).headers.location, user.mail).toBe('/');
  }
});

test.each([
  ['mail', (mail: string) => ({ mail })],
  ['alias', (mail: string) => ({ proxyAddresses: [`smtp:${mail}`] })],
])('where two accounts bear one address, one of them as its %s, neither is signed in by it', async (_what, same) => {
  const portal = await startPortal();
  const acme = await forest('acme');
  const companyId = await portal.given.company({ domains: ['acme.example'], sids: [acme.domainSid] });
  await givenDirectory(portal, companyId, acme);
  const jo = await acme.addUser();
  const twin = await acme.addUser(same(jo.mail));
  for (const { password } of [jo, twin]) {
    const refused = await signInByPassword(portal, portal.visitor(), { mail: jo.mail, password });
    expect([refused.status, await contactSessions(portal)]).toEqual([422, []]);
    expect(await wrongPasswordsSeen(acme, jo)).toBe(0);
  }
  expect(await storyOf(portal, companyId)).toContain(
    `The directory has several accounts for this user name: ${jo.mail} in ACME forest`,
  );
  const byName = await signInByPassword(portal, portal.visitor(), jo, { user_name: jo.userName });
  expect(byName.headers.location).toBe('/login/name');
});

test('an account that cannot be found where the directory looks is nobody’s', async () => {
  const portal = await startPortal();
  const acme = await forest('acme');
  const companyId = await portal.given.company({ domains: ['acme.example'], sids: [acme.domainSid] });
  await givenDirectory(portal, companyId, acme, { baseDn: `CN=Computers,${acme.baseDn}` });
  const jo = await acme.addUser();
  const refused = await signInByPassword(portal, portal.visitor(), jo, { user_name: jo.userName });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('We could not tell which account this is');
  expect(await contactSessions(portal)).toEqual([]);
  expect(await storyOf(portal, companyId)).toContain(
    `The Windows password was right, but the directory shows no such account: ${jo.userName} in ACME forest`,
  );
});
