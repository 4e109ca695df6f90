import { expect, test } from 'vitest';
import { signInByPassword, storyOf } from '../support/directory-login.js';
import { givenAcmeDirectory, givenDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { askForToken, contactSessions, recorded, statusOfAsking } from '../support/sign-in.js';
import { givenProtectedAcme, LEFT, mailsAfterAsking, newAddress, SWITCHED_OFF, signInByToken } from './leaver-world.js';

const NEEDS_ACCOUNT = 'This address needs a Windows account';
const OUTSIDER = 'ACME forest: no Windows account is linked to this address of another domain';

test('an address outside the company’s domains gets no mail without a linked account', async () => {
  const { portal, companyId } = await givenProtectedAcme();
  const address = newAddress('home.example');
  await portal.given.contact(companyId, address);
  expect(await statusOfAsking(portal, portal.visitor(), address)).toBe(303);
  expect(portal.sink.mails).toEqual([]);
  expect((await storyOf(portal, companyId))[0]).toBe(`The email with the token was not sent after all: ${OUTSIDER}`);
});

test('an address outside is refused, and told why, when protection is switched on after the mail went out', async () => {
  const { portal, companyId } = await givenProtectedAcme({ leaverProtection: false });
  const address = newAddress('home.example');
  await portal.given.contact(companyId, address);
  const visitor = portal.visitor();
  const { code } = await askForToken(portal, visitor, address);
  await portal.ctx.db.updateTable('directories').set({ leaver_protection: 1 }).execute();
  const refused = await visitor.post('/login/token', { token: code });
  expect(refused.status).toBe(403);
  expect(textOf(refused)).toContain(NEEDS_ACCOUNT);
  expect(await recorded(portal)).toContain(`sign-in refused: contact at Acme Ltd; ${OUTSIDER}`);
});

test('an address outside signs in once its account is linked, and for as long as that is in good standing', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser({ mail: newAddress('home.example') });
  await portal.given.contact(companyId, jo.mail);
  await signInByPassword(portal, portal.visitor(), { ...jo, mail: jo.upn });
  const visitor = portal.visitor();
  const { code } = await askForToken(portal, visitor, jo.mail);
  expect((await visitor.post('/login/token', { token: code })).headers.location).toBe('/');

  await acme.change(jo, { disabled: true });
  portal.passMinutes(1);
  await statusOfAsking(portal, portal.visitor(), jo.mail);
  expect(portal.sink.mailsTo(jo.mail)).toHaveLength(1);
  expect(await recorded(portal)).toContain(`token-mail withheld: ${SWITCHED_OFF}`);
});

test('a contact of two companies gets in at the one that has no directory, and not at the other', async () => {
  const { portal, atAcme, atGlobex, address } = await givenContactOfTwo();
  const visitor = portal.visitor();
  const { code } = await askForToken(portal, visitor, address);
  expect((await visitor.post('/login/token', { token: code })).headers.location).toBe('/login/company');
  const refused = await visitor.post('/login/company', { contact: atAcme });
  expect([refused.status, textOf(refused)]).toEqual([403, expect.stringContaining(NEEDS_ACCOUNT)]);
  expect(await contactSessions(portal)).toEqual([]);

  portal.passMinutes(1);
  const again = await askForToken(portal, visitor, address);
  await visitor.post('/login/token', { token: again.code });
  expect((await visitor.post('/login/company', { contact: atGlobex })).headers.location).toBe('/');
});

test('“Another company” does not lead around the directory of that company', async () => {
  const { portal, companyId, atAcme, atGlobex, address } = await givenContactOfTwo();
  const visitor = portal.visitor();
  const { code } = await askForToken(portal, visitor, address);
  await visitor.post('/login/token', { token: code });
  await visitor.post('/login/company', { contact: atGlobex });
  await visitor.get('/');
  await visitor.post('/login/another-company');
  await visitor.get('/login/company');
  const refused = await visitor.post('/login/company', { contact: atAcme });
  expect([refused.status, textOf(refused)]).toEqual([403, expect.stringContaining(NEEDS_ACCOUNT)]);
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: atGlobex }]);
  expect((await storyOf(portal, companyId))[0]).toBe(`Proved the address, but may not sign in: ${OUTSIDER}`);
});

test('a leaver of the company that the domain belongs to is refused at a contact elsewhere, too', async () => {
  const { portal, acme } = await givenProtectedAcme();
  const jo = await acme.addUser({ disabled: true });
  await portal.given.contact(await portal.given.company({ name: 'Globex' }), jo.mail);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
});

test.each([
  ['both', true, true, 0],
  ['the first', true, false, 1],
  ['the second', false, true, 1],
] as const)(
  'of a company’s two directories, a person is a leaver when %s have them switched off',
  async (_which, first, second, mails) => {
    const { portal, acme, companyId } = await givenProtectedAcme();
    const globex = await forest('globex');
    await givenDirectory(portal, companyId, globex, { leaverProtection: true });
    const mail = newAddress();
    await acme.addUser({ mail, disabled: first });
    await globex.addUser({ mail, disabled: second });
    expect(await mailsAfterAsking(portal, mail)).toBe(mails);
  },
);

test('a directory that knows nobody of that address leaves the decision to the company’s other one', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  await givenDirectory(portal, companyId, await forest('globex'), { leaverProtection: true });
  const jo = await acme.addUser({ disabled: true });
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  await acme.change(jo, { disabled: false });
  portal.passMinutes(1);
  expect(await signInByToken(portal, jo.mail)).toBe('/login/name');
});

test('with leaver protection switched off a leaver signs in by email token, and an address outside as well', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal, { leaverProtection: false });
  const jo = await acme.addUser({ disabled: true });
  expect(await signInByToken(portal, jo.mail)).toBe('/login/name');
  const address = newAddress('home.example');
  await portal.given.contact(companyId, address);
  const visitor = portal.visitor();
  const { code } = await askForToken(portal, visitor, address);
  expect((await visitor.post('/login/token', { token: code })).headers.location).toBe('/');
});

test('a directory that is switched off says nothing of anybody', async () => {
  const { portal, acme } = await givenProtectedAcme();
  const jo = await acme.addUser({ disabled: true });
  const visitor = portal.visitor();
  expect(await mailsAfterAsking(portal, jo.mail, visitor)).toBe(0);
  await portal.ctx.db.updateTable('directories').set({ active: 0 }).execute();
  portal.passMinutes(1);
  const { code } = await askForToken(portal, visitor, jo.mail);
  const answer = await visitor.post('/login/token', { token: code });
  expect(textOf(answer)).not.toContain(LEFT);
  expect(answer.headers.location).toBe('/login/name');
});

async function givenContactOfTwo() {
  const { portal, companyId } = await givenProtectedAcme();
  const address = newAddress('home.example');
  const globex = await portal.given.company({ name: 'Globex' });
  const atAcme = await portal.given.contact(companyId, address);
  return { portal, companyId, atAcme, atGlobex: await portal.given.contact(globex, address), address };
}
