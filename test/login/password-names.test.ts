import { expect, test } from 'vitest';
import {
  choosePassword,
  enterPassword,
  signInByPassword,
  wrongPassword,
  wrongPasswordsSeen,
} from '../support/directory-login.js';
import { givenAcmeDirectory, SERVICES } from '../support/directory-world.js';
import type { ForestUser } from '../support/forest-users.js';
import { textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { contactSessions, recorded } from '../support/sign-in.js';
import { type Slapd, startSlapd } from '../support/slapd.js';

test.each(SERVICES)('every name that Windows knows is one person’s, %s', async (_what, service) => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal, {
    upnSuffixes: ['acme.test', 'acme.example'],
    ...service,
  });
  const upn = `${crypto.randomUUID()}@acme.example`;
  const jo = await acme.addUser({ upn, mail: upn });
  const contactId = await portal.given.contact(companyId, jo.mail);
  for (const userName of spellingsOf(jo)) {
    const answer = await signInByPassword(portal, portal.visitor(), jo, { user_name: userName });
    expect([userName, answer.headers.location]).toEqual([userName, '/']);
  }
  const contacts = (await contactSessions(portal)).map((session) => session.contact_id);
  expect(contacts).toEqual(spellingsOf(jo).map(() => contactId));
});

test('a UPN that is no address of the company begins a sign-in, too', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  expect((await signInByPassword(portal, portal.visitor(), { ...jo, mail: jo.upn })).headers.location).toBe('/');
});

test('whoever enters another account, which is switched off, is told which, and not that their own is', async () => {
  const portal = await startPortal();
  const { acme } = await givenAcmeDirectory(portal);
  const [jo, old] = [await acme.addUser(), await acme.addUser({ name: 'old-jo', disabled: true })];
  const typed = { mail: jo.mail, password: old.password };
  const told = await signInByPassword(portal, portal.visitor(), typed, { user_name: `ACME\\${old.userName}` });
  expect([told.status, textOf(told)]).toEqual([403, expect.stringContaining(`ACME\\${old.userName}`)]);
  expect(textOf(told)).not.toContain(jo.mail);
});

test.each(['GLOBEX\\jo', 'jo@globex.test', 'jo@globex.example', 'jo@acme.example.evil.example', 'ACM\\jo'])(
  'a password for %s goes to nobody: that domain is not the company’s',
  async (userName) => {
    const portal = await startPortal();
    const { acme } = await givenAcmeDirectory(portal);
    const jo = await acme.addUser();
    const typed = userName.replace('jo', jo.userName);
    const refused = await signInByPassword(portal, portal.visitor(), jo, { user_name: typed });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('Enter the user name of your own company');
    expect(refused.text).toContain(`value="${typed}"`);
    expect((await recorded(portal)).filter((event) => event.startsWith('windows-password'))).toEqual([]);
  },
);

test.each([
  '*',
  '*)(objectClass=*',
  'alice)(|(cn=*',
  'cn=jo,dc=acme,dc=test',
  'jo\0',
  'jo smith',
  'ACME\\jo@acme.example',
  'x'.repeat(65),
])('%j is no user name: the page says what one looks like, and the directory hears nothing', async (userName) => {
  const { portal, slapd } = await givenSlapd();
  const visitor = portal.visitor();
  await choosePassword(visitor, 'jo@acme.example');
  const refused = await enterPassword(portal, visitor, wrongPassword(), { user_name: userName });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain('Enter your Windows user name, for example ACME\\jo');
  expect(await slapd.operations()).toEqual([]);
});

test('an address that cannot be a user name asks for one', async () => {
  const { portal, slapd } = await givenSlapd();
  const visitor = portal.visitor();
  await choosePassword(visitor, 'jo/smith@acme.example');
  const refused = await enterPassword(portal, visitor, wrongPassword());
  expect([refused.status, textOf(refused)]).toEqual([422, expect.stringContaining('Enter your Windows user name')]);
  expect(await slapd.operations()).toEqual([]);
});

test.each(['PLAIN', 'EXTERNAL', 'GSSAPI', 'DIGEST-MD5'])(
  'somebody called %s is a name in the company’s domain, and no way to sign in',
  async (userName) => {
    const { portal, slapd } = await givenSlapd();
    const visitor = portal.visitor();
    await choosePassword(visitor, 'jo@acme.example');
    await enterPassword(portal, visitor, wrongPassword(), { user_name: userName });
    expect(await slapd.operations()).toEqual([`do_bind: invalid dn (ACME\\${userName})`]);
  },
);

test.each([
  ['none', '', 'Enter your Windows password'],
  ['257 characters', 'x'.repeat(257), 'longer than any can be'],
  ['a NUL', 'Passw0rd\0', 'without line breaks or tabs'],
  ['a NUL before all', '\0Passw0rd', 'without line breaks or tabs'],
  ['a line break', 'Passw0rd\n', 'without line breaks or tabs'],
])(
  'a password with %s never reaches the directory, which would let anybody in without one',
  async (_what, password, told) => {
    const { portal, slapd } = await givenSlapd();
    for (const user_name of ['', 'ACME\\jo']) {
      const visitor = portal.visitor();
      await choosePassword(visitor, 'jo@acme.example');
      const refused = await enterPassword(portal, visitor, password, { user_name });
      expect([refused.status, textOf(refused)]).toEqual([422, expect.stringContaining(told)]);
    }
    expect(await slapd.operations()).toEqual([]);
    expect(await contactSessions(portal)).toEqual([]);
  },
);

test('blanks are part of a password, and letters beyond ASCII, quotes and brackets are', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  const jo = await acme.addUser({ password: ' *)(Ünïcode=密码\\2a ' });
  await portal.given.contact(companyId, jo.mail);
  const browser = portal.visitor();
  expect((await signInByPassword(portal, browser, { ...jo, password: jo.password.trim() })).status).toBe(422);
  expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
  expect(await wrongPasswordsSeen(acme, jo)).toBe(0);
});

function spellingsOf({ userName, upn, mail }: ForestUser): string[] {
  const downLevel = [`ACME\\${userName}`, `acme\\${userName.toUpperCase()}`, `Acme\\${userName}`];
  return ['', mail, upn.toUpperCase(), `${userName}@acme.test`, ...downLevel, userName, ` ${userName} `];
}

/** A directory that notes all that it is asked, and would let any name in without a password. */
async function givenSlapd(): Promise<{ portal: Portal; slapd: Slapd }> {
  const [portal, slapd] = [await startPortal(), await startSlapd([])];
  const asked = { addresses: [slapd.ldaps], caCertificate: slapd.ca, baseDn: slapd.baseDn };
  const companyId = await portal.given.company({ domains: ['acme.example'], sids: ['S-1-5-21-1-2-3'] });
  await portal.given.directory(companyId, { ...asked, netbiosName: 'ACME', upnSuffixes: ['acme.test'] });
  return { portal, slapd };
}
